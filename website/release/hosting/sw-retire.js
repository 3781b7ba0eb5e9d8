// Ends what the site keeps on readers' devices. Whoever takes the site down puts this in the place of
// /sw.js and leaves it there: a browser that comes by takes it for the next version, and then neither a
// kept page nor a service worker is left. docs/entwicklung/betrieb.md says more.

const OURS = `soziotherapie ${self.registration.scope} `; // other sites may share the origin

async function end() {
  for (const name of await caches.keys()) if (name.startsWith(OURS)) await caches.delete(name);
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(end()));
