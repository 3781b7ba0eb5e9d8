// Keeps the site on the reader's device, so that it opens without a line: /sw.js. The line above is
// made by the build: a version, which changes with the content, what there is to keep, and what lasts.
//
// What can change is asked for first and served from here only where no answer comes, so nobody who
// is online reads yesterday's law. A page from here is marked; assets/offline.js says what that means.
//
// Kept is only what is ours and whole. Where the host says that the site is gone, so is this worker.

const { scope } = self.registration;
const at = (path) => new URL(path, scope).href;
const OURS = `soziotherapie ${scope} `; // other sites may share the origin
const CABINET = OURS + SITE.version;
const MARKED = "sw.js/"; // below it lies which parts are kept; there are no such files
const WHOLE = at(`${MARKED}whole`); // in a store whose installation came to its end
const FOREIGN = at(`${MARKED}foreign`); // since when the host has been sending what is not ours
const LASTING = new RegExp(SITE.lasting); // files that change their name with their content
const NAMED = new RegExp(SITE.named); // of these, ours: how their SHA-256 begins
const PAGE = /(?:\/|\.html)$/;
const MARK = /<meta name="?build-version\b/; // in every page of ours
const DAY = 86_400_000; // milliseconds, as are the next five
const PATIENCE = 4_000;
const LITTLE_PATIENCE = 500; // once the line has proved dead
const LATER = 3_000; // writing would hold up the reading of what somebody waits for
const SURE = 15_000; // a host may be half-way through a new version
const LONG = 30 * DAY; // no captive portal lasts so long

let dead = false;
let retired = false;
let work = Promise.resolve();

const lasting = (address) => LASTING.test(`/${address.slice(scope.length)}`);
const late = (time) => new Promise((done) => setTimeout(done, time));
const typeOf = ({ headers }) => headers.get("Content-Type") ?? "";
const isHtml = (response) => /^text\/html\b/.test(typeOf(response));
const isScript = (response) => /^(?:text|application)\/(?:x-)?javascript\b/.test(typeOf(response));

async function kept(address) {
  try {
    return await caches.match(address, { cacheName: CABINET });
  } catch {
    return undefined; // the browser lets us keep nothing
  }
}

async function opened() {
  if (retired) throw new Error("nothing is kept any more");
  return caches.open(CABINET);
}

// What is ours and whole

// Captive portals, parked domains and some hosts send a page of their own in place of anything.
function fits(address, response) {
  if (PAGE.test(address)) return isHtml(response);
  return /\.m?js$/.test(address) ? isScript(response) : !isHtml(response);
}

// The answer as it may be kept; nothing where it is another's, or not all there.
async function proved(address, response) {
  if (!response.ok || !fits(address, response)) return undefined;
  const expected = NAMED.exec(address)?.[1] ?? SITE.digests[address.slice(scope.length)];
  const body = await response.arrayBuffer();
  const isProved = PAGE.test(address)
    ? MARK.test(new TextDecoder().decode(body))
    : expected
      ? await isDigest(expected, address, body)
      : !response.redirected;
  // Made anew, because a page that came by a redirection could not be shown.
  return isProved ? new Response(body, { headers: response.headers }) : undefined;
}

async function isDigest(expected, address, body) {
  if ((await digest(body)) === expected) return true;
  if (!address.endsWith(".gz")) return false; // its name tells of what it unpacks to
  const unpacked = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(unpacked).arrayBuffer().catch(() => new ArrayBuffer());
  return (await digest(content)) === expected;
}

async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// From an older store, from the host, or past the browser's cache: half a file may lie there for a year.
async function whole(address) {
  const ways = lasting(address)
    ? [() => caches.match(address), () => fetch(address), () => fetch(address, { cache: "reload" })]
    : [() => fetch(address, { cache: "no-cache" })];
  for (const way of ways) {
    const response = await way();
    const found = response && (await proved(address, response));
    if (found) return found;
  }
  throw new Error(`${address} is not to be had`);
}

// What is kept, and when

// Keeps files that are not here yet, or may have changed since yesterday: all of them, or it fails.
async function keep(addresses) {
  const cabinet = await opened();
  for (const address of addresses) {
    const here = await cabinet.match(address);
    const asked = Date.parse(here?.headers.get("Date"));
    if (here && (lasting(address) || Date.now() - asked < DAY)) continue;
    await cabinet.put(address, await whole(address));
  }
}

async function keepPart(part) {
  await keep(SITE[part].map(at));
  await (await opened()).put(at(MARKED + part), new Response());
}

// A new version keeps what the last one did, before it is offered. One that fails leaves nothing behind.
async function install() {
  await clearHalves();
  try {
    await keep(SITE.frame.map(at));
    for (const part of ["site", "runtime"]) {
      if (await caches.match(at(MARKED + part))) await keepPart(part);
    }
    await (await opened()).put(WHOLE, new Response());
  } catch (error) {
    if (!(await kept(WHOLE))) await caches.delete(CABINET); // else this very version is in use
    throw error;
  }
}

const stores = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

// An installation that was broken off could not clear up. Where no store is marked as whole, the one
// in use may be older than these marks.
async function clearHalves() {
  const names = await stores();
  const found = await Promise.all(names.map((cacheName) => caches.match(WHOLE, { cacheName })));
  if (self.registration.active && !found.some(Boolean)) return;
  for (const [place, name] of names.entries()) if (!found[place]) await caches.delete(name);
}

async function activate() {
  for (const name of await stores()) if (name !== CABINET) await caches.delete(name);
  await self.clients.claim();
}

async function visited({ page, parts, sparing }) {
  await keep([page]).catch(() => {}); // it may be one that says that there is no such page
  if (sparing) return; // what is read is kept, and nothing is fetched for later
  for (const part of ["site", "runtime"]) {
    if (parts.includes(part) || (await kept(at(MARKED + part)))) await keepPart(part);
  }
}

// Asks the host, and keeps what it says: of addresses with a search in them, only what its name proves.
function ask({ request }, address, pause = 0) {
  const answer = fetch(request, lasting(address) ? {} : { cache: "no-cache" });
  const stored = answer.then(async (response) => {
    const copy = response.clone();
    await late(pause);
    if (request.mode === "navigate" && PAGE.test(address)) await consider(copy.clone());
    if (lasting(address) || !request.url.includes("?")) await store(address, copy);
  });
  return { answer, stored: stored.catch(() => {}) };
}

async function store(address, response) {
  const copy = response.clone();
  const found = await proved(address, response);
  const cabinet = await opened();
  if (found) await cabinet.put(address, found);
  // Damaged, it would be served from the browser's cache for a year.
  else if (lasting(address) && copy.ok) await cabinet.put(address, await whole(address));
  else if (isGone(copy) && (await isOurs(copy))) await cabinet.delete(address);
}

// Whose host this is

const isGone = ({ status }) => status === 404 || status === 410;
const isOurs = async (response) => isHtml(response) && MARK.test(await response.text());

// A page that is not ours makes us ask whether the site is still there. That it is gone is only the
// host's own word, twice: what a captive portal says passes, unless it says so for very long.
async function consider(page) {
  if (await isOurs(page)) return (await opened()).delete(FOREIGN);
  const said = await hostsWord();
  if (said === "foreign") return doubt();
  if (said !== "gone") return undefined;
  await late(SURE);
  return (await hostsWord()) === "gone" && retire();
}

async function doubt() {
  const since = await kept(FOREIGN);
  if (!since) return (await opened()).put(FOREIGN, new Response(Date.now()));
  return Date.now() - (await since.text()) > LONG && retire();
}

async function hostsWord() {
  try {
    const response = await fetch(at("sw.js"), { cache: "no-store", redirect: "manual" });
    if (isGone(response)) return "gone";
    const isElsewhere = response.type === "opaqueredirect";
    return isElsewhere || (response.ok && !isScript(response)) ? "foreign" : "ours";
  } catch {
    return "nothing";
  }
}

async function isAnothers() {
  if (await kept(FOREIGN)) return true;
  const said = await Promise.race([hostsWord(), late(PATIENCE)]);
  return said === "gone" || said === "foreign";
}

async function retire() {
  retired = true;
  for (const name of await stores()) await caches.delete(name);
  await self.registration.unregister();
}

// What is given

async function keptFirst(event, address) {
  const copy = await kept(address);
  if (copy) return copy;
  const { answer, stored } = ask(event, address);
  event.waitUntil(stored);
  return answer;
}

// A page that could not use what it was given asks again: then what is kept is made new as well.
async function afresh(event, address) {
  const { answer, stored } = ask(event, address);
  event.waitUntil(stored);
  await Promise.race([stored, late(PATIENCE)]);
  return (await kept(address)) ?? answer;
}

async function freshFirst(event, address, { answer }) {
  const isPage = event.request.mode === "navigate";
  const patience = dead && !isPage ? LITTLE_PATIENCE : PATIENCE;
  const response = await Promise.race([answer, late(patience)]).catch(() => undefined);
  dead = !(response?.status < 500);
  const isOf = () => isPage || !response.ok || fits(address, response);
  if (!dead && isOf()) return response;
  if (isPage && response && (await isAnothers())) return response; // its errors are not ours to hide
  return (await copyOf(address, isPage)) ?? answer.catch(() => withoutAnswer(isPage));
}

const withoutAnswer = (isPage) =>
  isPage ? Response.redirect(at("offline.html")) : Response.error();

async function copyOf(address, isPage) {
  const copy = await kept(address);
  return copy && isPage ? marked(copy) : copy;
}

async function marked(copy) {
  const html = (await copy.text()).replace("<html", "<html data-kept");
  const headers = new Headers(copy.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html, { headers });
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const { origin, pathname, search } = new URL(event.request.url);
  const address = origin + pathname;
  if (retired || event.request.method !== "GET" || !address.startsWith(scope)) return;
  if (address.startsWith(at("einbetten/"))) return; // what stands in other sites' pages is not kept
  if (lasting(address)) {
    const isAgain = search || ["no-cache", "reload"].includes(event.request.cache);
    const give = isAgain ? afresh : keptFirst;
    return event.respondWith(give(event, address));
  }
  const asked = ask(event, address, LATER);
  event.waitUntil(asked.stored);
  event.respondWith(freshFirst(event, address, asked));
});

self.addEventListener("message", (event) => {
  const { takeOver, version, page } = event.data;
  if (takeOver) self.skipWaiting();
  if (version && version !== SITE.version) event.source.postMessage({ newer: true });
  if (page) {
    work = work.then(() => visited(event.data)).catch(() => {});
    event.waitUntil(work);
  }
});
