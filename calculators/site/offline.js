// Keeps the site on the reader's device, so that it opens without a line: /sw.js. The line above is
// made by the build: a version, which changes with the content, and what there is to keep.
//
// What can change is asked for first and served from here only where no answer comes, so nobody who
// is online reads yesterday's law. A page from here is marked; assets/offline.js says what that means.

const { scope } = self.registration;
const at = (path) => new URL(path, scope).href;
const OURS = `soziotherapie ${scope} `; // other sites may share the origin
const CABINET = OURS + SITE.version;
const MARKED = "sw.js/"; // below it lies which parts are kept; there are no such files
const LASTING = /[.-][0-9a-f]{8,}[./]/; // files that change their name with their content
const DAY = 86_400_000; // milliseconds, as are the next three
const PATIENCE = 4_000;
const LITTLE_PATIENCE = 500; // once the line has proved dead
const LATER = 3_000; // writing would hold up the reading of what somebody waits for

let dead = false;
let work = Promise.resolve();

const lasting = (address) => LASTING.test(address.slice(scope.length));
// Some hosts send a page of their own in place of what is not there.
const sound = (address, { ok, headers }) =>
  ok && !(lasting(address) && headers.get("Content-Type")?.startsWith("text/html"));
const late = (time) => new Promise((done) => setTimeout(done, time));

async function kept(address) {
  try {
    return await caches.match(address, { cacheName: CABINET });
  } catch {
    return undefined; // the browser lets us keep nothing
  }
}

// Keeps files that are not here yet, or may have changed since yesterday.
async function keep(addresses) {
  const cabinet = await caches.open(CABINET);
  for (const address of addresses) {
    const here = await cabinet.match(address);
    const asked = Date.parse(here?.headers.get("Date"));
    if (here && (lasting(address) || Date.now() - asked < DAY)) continue;
    const older = lasting(address) ? await caches.match(address) : undefined;
    const response = older ?? (await fetch(address, lasting(address) ? {} : { cache: "no-cache" }));
    if (sound(address, response)) await cabinet.put(address, response);
  }
}

async function keepPart(part) {
  await keep(SITE[part].map(at));
  await (await caches.open(CABINET)).put(at(MARKED + part), new Response());
}

// A new version keeps what the last one did, before it is offered.
async function install() {
  await keep(SITE.frame.map(at));
  for (const part of ["site", "runtime"]) {
    if (await caches.match(at(MARKED + part))) await keepPart(part);
  }
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CABINET) await caches.delete(name);
  }
  await self.clients.claim();
}

async function visited({ page, parts, sparing }) {
  await keep([page]);
  if (sparing) return; // what is read is kept, and nothing is fetched for later
  for (const part of ["site", "runtime"]) {
    if (parts.includes(part) || (await kept(at(MARKED + part)))) await keepPart(part);
  }
}

// Asks the server, and keeps what it says: of addresses with a search in them, nothing.
function ask({ request }, address, pause = 0) {
  const answer = fetch(request, lasting(address) ? {} : { cache: "no-cache" });
  const stored = answer.then(async (response) => {
    if (request.url.includes("?") || response.redirected) return;
    const copy = response.clone();
    await late(pause);
    const cabinet = await caches.open(CABINET);
    if (sound(address, response)) await cabinet.put(address, copy);
    else if (response.status === 404) await cabinet.delete(address);
  });
  return { answer, stored: stored.catch(() => {}) };
}

async function keptFirst(event, address) {
  const copy = await kept(address);
  if (copy) return copy;
  const { answer, stored } = ask(event, address);
  event.waitUntil(stored);
  return answer;
}

// A page that could not use what it was given asks again: then what is kept is made new as well.
async function afresh(event, address) {
  const asked = ask(event, address);
  event.waitUntil(asked.stored);
  await Promise.race([asked.stored, late(PATIENCE)]);
  return freshFirst(event, address, asked);
}

async function freshFirst(event, address, { answer }) {
  const isPage = event.request.mode === "navigate";
  const patience = dead && !isPage ? LITTLE_PATIENCE : PATIENCE;
  try {
    const response = await Promise.race([answer, late(patience)]);
    if (response && response.status < 500) {
      dead = false;
      return response;
    }
  } catch {
    // no line at all
  }
  dead = true;
  const copy = await kept(address);
  if (copy) return isPage ? marked(copy) : copy;
  return answer.catch(() => (isPage ? Response.redirect(at("offline.html")) : Response.error()));
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
  const { origin, pathname } = new URL(event.request.url);
  const address = origin + pathname;
  if (event.request.method !== "GET" || !address.startsWith(scope)) return;
  if (address.startsWith(at("einbetten/"))) return; // what stands in other sites' pages is not kept
  if (lasting(address)) {
    const give = event.request.cache === "no-cache" ? afresh : keptFirst;
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
