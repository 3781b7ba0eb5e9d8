// Keeps the site on the reader's device, so that it opens offline: /sw.js. The line above is made by
// the build: a version, which changes with the content, what to cache, and which files are immutable.
//
// What can change is asked for first and served from here only where no answer comes, so nobody who
// is online reads yesterday's law. A page from here is marked; assets/offline.js says what that means.
//
// Cached is only what is ours and whole. Where the host says that the site is gone, so is this worker.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
/** @param {string} path */
const at = (path) => new URL(path, scope).href;
const OURS = `soziotherapie ${scope} `; // other sites may share the origin
const CACHE = OURS + SITE.version;
const MARKED = "sw.js/"; // below it lies which parts are cached; there are no such files
const WHOLE = at(`${MARKED}whole`); // in a cache whose installation came to its end
const FOREIGN = at(`${MARKED}foreign`); // since when the host has been sending what is not ours
const IMMUTABLE = new RegExp(SITE.immutable); // files that change their name with their content
const NAMED = new RegExp(SITE.named); // of these, ours: how their SHA-256 begins
/** @type {PartOfSite[]} */
const PARTS = ["site", "runtime"];
const FOLDERS = Object.keys(SITE.languages); // of each language; German, which has none, is ""
const PAGE = /(?:\/|\.html)$/;
const MARK = /<meta name="?build-version\b/; // in every page of ours
const DAY = 86_400_000; // milliseconds, as are the next five
const PATIENCE = 4_000;
const OFFLINE_PATIENCE = 500; // once the network has proved to be gone
const LATER = 3_000; // writing would hold up the reading of what somebody waits for
const SURE = 15_000; // a host may be half-way through a new version
const LONG = 30 * DAY; // no captive portal lasts so long

let offline = false;
let retired = false;
/** @type {Promise<unknown>} */
let work = Promise.resolve();

/** @param {string} address */
const isImmutable = (address) => IMMUTABLE.test(`/${address.slice(scope.length)}`);
/** @param {number} time @returns {Promise<void>} */
const late = (time) => new Promise((done) => setTimeout(done, time));
/** @param {Response} response */
const typeOf = ({ headers }) => headers.get("Content-Type") ?? "";
/** @param {Response} response */
const isHtml = (response) => /^text\/html\b/.test(typeOf(response));
/** @param {Response} response */
const isScript = (response) => /^(?:text|application)\/(?:x-)?javascript\b/.test(typeOf(response));

/** @param {string} address */
async function cached(address) {
  try {
    return await caches.match(address, { cacheName: CACHE });
  } catch {
    return undefined; // the browser lets us cache nothing
  }
}

async function openCache() {
  if (retired) throw new Error("nothing is cached any more");
  return caches.open(CACHE);
}

// What is ours and whole

// Captive portals, parked domains and some hosts send a page of their own in place of anything.
/** @param {string} address @param {Response} response */
function fits(address, response) {
  if (PAGE.test(address)) return isHtml(response);
  return /\.m?js$/.test(address) ? isScript(response) : !isHtml(response);
}

// The response as it may be cached; nothing where it is another's, or not all there.
/** @param {string} address @param {Response} response */
async function cacheable(address, response) {
  if (!response.ok || !fits(address, response)) return undefined;
  const expected = NAMED.exec(address)?.[1] ?? SITE.digests[address.slice(scope.length)];
  const body = await response.arrayBuffer();
  const isWhole = PAGE.test(address)
    ? MARK.test(new TextDecoder().decode(body))
    : expected
      ? await isDigest(expected, address, body)
      : !response.redirected;
  // Made anew, because a page that came by a redirection could not be shown.
  return isWhole ? new Response(body, { headers: response.headers }) : undefined;
}

/** @param {string} expected @param {string} address @param {ArrayBuffer} body */
async function isDigest(expected, address, body) {
  if ((await digest(body)) === expected) return true;
  if (!address.endsWith(".gz")) return false; // its name tells of what it unpacks to
  const unpacked = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(unpacked).arrayBuffer().catch(() => new ArrayBuffer());
  return (await digest(content)) === expected;
}

/** @param {ArrayBuffer} body */
async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// From an older cache, from the host, or past the browser's cache: half a file may lie there for a year.
/** @param {string} address */
async function download(address) {
  /** @type {(() => Promise<Response | undefined>)[]} */
  const ways = isImmutable(address)
    ? [() => caches.match(address), () => fetch(address), () => fetch(address, { cache: "reload" })]
    : [() => fetch(address, { cache: "no-cache" })];
  for (const way of ways) {
    const response = await way();
    const found = response && (await cacheable(address, response));
    if (found) return found;
  }
  throw new Error(`${address} is not to be had`);
}

// What is cached, and when

// Caches files that are not here yet, or may have changed since yesterday: all of them, or it fails.
/** @param {string[]} addresses */
async function cacheAll(addresses) {
  const cache = await openCache();
  for (const address of addresses) {
    const here = await cache.match(address);
    const asked = Date.parse(here?.headers.get("Date") ?? "");
    if (here && (isImmutable(address) || Date.now() - asked < DAY)) continue;
    await cache.put(address, await download(address));
  }
}

/** @param {string} page */
const folderOf = (page) => FOLDERS.find((folder) => folder && page.startsWith(at(folder))) ?? "";
// Where it is marked that a part is cached: those of each language by themselves.
/** @param {PartOfSite | "frame"} part @param {string} folder */
const mark = (part, folder) => at(MARKED + folder + part);

/** @param {PartOfSite | "frame"} part @param {string} folder */
async function cachePart(part, folder) {
  await cacheAll([...SITE[part], ...SITE.languages[folder][part]].map(at));
  await (await openCache()).put(mark(part, folder), new Response());
}

// The languages that somebody reads: those of open pages, and those that were cached before.
async function foldersInUse() {
  const open = await worker.clients.matchAll({ includeUncontrolled: true });
  const found = new Set(open.filter(({ url }) => url.startsWith(scope)).map(({ url }) => folderOf(url)));
  for (const folder of FOLDERS) {
    const frame = await caches.match(mark("frame", folder));
    if (frame || (await caches.match(mark("site", folder)))) found.add(folder);
  }
  return found.size ? [...found] : [""];
}

// A new version caches what the last one did, before it is offered. One that fails leaves nothing behind.
async function install() {
  await deleteUnfinished();
  try {
    for (const folder of await foldersInUse()) {
      await cachePart("frame", folder);
      for (const part of PARTS) {
        if (await caches.match(mark(part, folder))) await cachePart(part, folder);
      }
    }
    await (await openCache()).put(WHOLE, new Response());
  } catch (error) {
    if (!(await cached(WHOLE))) await caches.delete(CACHE); // else this very version is in use
    throw error;
  }
}

const cacheNames = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

// An installation that was broken off could not clear up. Where no cache is marked as whole, the one
// in use may be older than these marks.
async function deleteUnfinished() {
  const names = await cacheNames();
  const found = await Promise.all(names.map((cacheName) => caches.match(WHOLE, { cacheName })));
  if (worker.registration.active && !found.some(Boolean)) return;
  for (const [place, name] of names.entries()) if (!found[place]) await caches.delete(name);
}

async function activate() {
  for (const name of await cacheNames()) if (name !== CACHE) await caches.delete(name);
  await worker.clients.claim();
}

/** @param {Visit} visit */
async function visited({ page, parts, sparing }) {
  await cacheAll([page]).catch(() => {}); // it may be one that says that there is no such page
  if (sparing) return; // what is read is cached, and nothing is fetched for later
  const folder = folderOf(page);
  await cachePart("frame", folder);
  for (const part of PARTS) {
    if (parts.includes(part) || (await cached(mark(part, folder)))) await cachePart(part, folder);
  }
}

// Asks the host, and caches what it says: of addresses with a search in them, only what its name proves.
/** @param {FetchEvent} event @param {string} address */
function ask({ request }, address, pause = 0) {
  const answer = fetch(request, isImmutable(address) ? {} : { cache: "no-cache" });
  const stored = answer.then(async (response) => {
    const copy = response.clone();
    await late(pause);
    if (request.mode === "navigate" && PAGE.test(address)) await consider(copy.clone());
    if (isImmutable(address) || !request.url.includes("?")) await update(address, copy);
  });
  return { answer, stored: stored.catch(() => {}) };
}

/** @param {string} address @param {Response} response */
async function update(address, response) {
  const copy = response.clone();
  const found = await cacheable(address, response);
  const cache = await openCache();
  if (found) await cache.put(address, found);
  // Damaged, it would be served from the browser's cache for a year.
  else if (isImmutable(address) && copy.ok) await cache.put(address, await download(address));
  else if (isGone(copy) && (await isOurs(copy))) await cache.delete(address);
}

// Whose host this is

/** @param {Response} response */
const isGone = ({ status }) => status === 404 || status === 410;
/** @param {Response} response */
const isOurs = async (response) => isHtml(response) && MARK.test(await response.text());

// A page that is not ours makes us ask whether the site is still there. That it is gone is only the
// host's own word, twice: what a captive portal says passes, unless it says so for very long.
/** @param {Response} page */
async function consider(page) {
  if (await isOurs(page)) return (await openCache()).delete(FOREIGN);
  const said = await hostsWord();
  if (said === "foreign") return doubt();
  if (said !== "gone") return undefined;
  await late(SURE);
  return (await hostsWord()) === "gone" && retire();
}

async function doubt() {
  const since = await cached(FOREIGN);
  if (!since) return (await openCache()).put(FOREIGN, new Response(String(Date.now())));
  return Date.now() - Number(await since.text()) > LONG && retire();
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
  if (await cached(FOREIGN)) return true;
  const said = await Promise.race([hostsWord(), late(PATIENCE)]);
  return said === "gone" || said === "foreign";
}

async function retire() {
  retired = true;
  for (const name of await cacheNames()) await caches.delete(name);
  await worker.registration.unregister();
}

// What is given

/** @param {FetchEvent} event @param {string} address */
async function cacheFirst(event, address) {
  const copy = await cached(address);
  if (copy) return copy;
  const { answer, stored } = ask(event, address);
  event.waitUntil(stored);
  return answer;
}

// A page that could not use what it was given asks again: then what is cached is made new as well.
/** @param {FetchEvent} event @param {string} address */
async function networkAgain(event, address) {
  const { answer, stored } = ask(event, address);
  event.waitUntil(stored);
  await Promise.race([stored, late(PATIENCE)]);
  return (await cached(address)) ?? answer;
}

/** @param {FetchEvent} event @param {string} address @param {{ answer: Promise<Response> }} asked */
async function networkFirst(event, address, { answer }) {
  const isPage = event.request.mode === "navigate";
  const patience = offline && !isPage ? OFFLINE_PATIENCE : PATIENCE;
  const response = await Promise.race([answer, late(patience)]).catch(() => undefined);
  const isAnswer = response !== undefined && response.status < 500;
  offline = !isAnswer;
  if (isAnswer && (isPage || !response.ok || fits(address, response))) return response;
  if (isPage && response && (await isAnothers())) return response; // its errors are not ours to hide
  return (await cachedCopy(address, isPage)) ?? answer.catch(() => withoutAnswer(address, isPage));
}

// In the language of the page that was asked for, if its frame is cached.
/** @param {string} address @param {boolean} isPage */
async function withoutAnswer(address, isPage) {
  if (!isPage) return Response.error();
  const own = folderOf(address);
  for (const folder of [own, ...FOLDERS]) {
    const page = at(`${folder}offline.html`);
    if (await cached(page)) return Response.redirect(page);
  }
  return Response.redirect(at("offline.html"));
}

/** @param {string} address @param {boolean} isPage */
async function cachedCopy(address, isPage) {
  const copy = await cached(address);
  return copy && isPage ? marked(copy) : copy;
}

/** @param {Response} copy */
async function marked(copy) {
  const html = (await copy.text()).replace("<html", "<html data-kept");
  const headers = new Headers(copy.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html, { headers });
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));

worker.addEventListener("fetch", (event) => {
  const { origin, pathname, search } = new URL(event.request.url);
  const address = origin + pathname;
  if (retired || event.request.method !== "GET" || !address.startsWith(scope)) return;
  if (address.startsWith(at("einbetten/"))) return; // what stands in other sites' pages is not cached
  if (isImmutable(address)) {
    const isAgain = search || ["no-cache", "reload"].includes(event.request.cache);
    const give = isAgain ? networkAgain : cacheFirst;
    return event.respondWith(give(event, address));
  }
  const asked = ask(event, address, LATER);
  event.waitUntil(asked.stored);
  event.respondWith(networkFirst(event, address, asked));
});

worker.addEventListener("message", (event) => {
  const { takeOver, version, page } = event.data;
  if (takeOver) worker.skipWaiting();
  if (version && version !== SITE.version) event.source?.postMessage({ newer: true });
  if (page) {
    work = work.then(() => visited(event.data)).catch(() => {});
    event.waitUntil(work);
  }
});
