// Lets the browser keep these pages for reading offline (sw.js does that), and says so when
// a page comes from there or a newer version waits. It has no words: they lie in the page as
// <template data-notice="…">. A page inside another site's page keeps nothing.

const OLD = 30; // days
const DAY = 86_400_000; // milliseconds, as is the next
const PAUSE = 2_000;
const home = new URL("../", import.meta.url);
/** @param {string} name */
const said = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
const idle = window.requestIdleCallback ?? setTimeout;

/**
 * What is said then; nothing on a page that has no place or no words for it.
 * @param {string} name
 */
function say(name) {
  const place = document.querySelector(".site-notice");
  /** @type {HTMLTemplateElement | null} */
  const words = document.querySelector(`template[data-notice="${name}"]`);
  const notice = /** @type {HTMLElement | undefined} */ (words?.content.firstElementChild?.cloneNode(true));
  if (!place || !notice) return undefined;
  notice.querySelector(".site-notice__close")?.addEventListener("click", () => notice.remove());
  notice.dataset.notice = name;
  place.querySelector(`[data-notice="${name}"]`)?.remove();
  place.append(notice);
  watched.observe(place);
  return notice;
}

// What has the focus must not lie behind what is said, however high that is on this screen.
const watched = new ResizeObserver(([entry]) => {
  const target = /** @type {HTMLElement} */ (entry.target);
  const { style } = document.documentElement;
  style.scrollPaddingBottom = "";
  const usual = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0; // "auto"
  if (target.offsetHeight > usual) style.scrollPaddingBottom = `${target.offsetHeight}px`;
  const focused = document.activeElement;
  if (focused !== document.body && !target.contains(focused)) focused?.scrollIntoView({ block: "nearest" });
});

function sayThatThisWasKept() {
  const now = new Date();
  const built = Date.parse(said("build-day"));
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const time = say((today - built) / DAY > OLD ? "old" : "kept")?.querySelector("time");
  if (!time) return;
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { dateStyle: "long", timeZone: "UTC" };
  time.dateTime = said("build-day");
  const { lang, dataset } = document.documentElement;
  time.textContent = new Date(built).toLocaleDateString(dataset.locale ?? lang, format);
}

/** @param {ServiceWorkerRegistration} registration */
function offer(registration) {
  const button = say("newer")?.querySelector(".site-notice__load");
  button?.addEventListener("click", () => {
    if (!registration.waiting) return location.reload();
    const reload = () => location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
    registration.waiting.postMessage({ takeOver: true });
  });
}

// What waits is asked whether it is newer than this page, which may be just as new.
/** @param {ServiceWorkerRegistration} registration */
function lookForANewerVersion(registration) {
  const ask = () => registration.waiting?.postMessage({ version: said("build-version") });
  navigator.serviceWorker.addEventListener("message", ({ data }) => data.newer && offer(registration));
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", ask);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) registration.update().catch(() => {});
  });
  ask();
}

// What somebody waits for comes first: nothing is fetched for later while Python is on its way.
const python = () => document.documentElement.dataset.python; // undefined before anyone sends for it

/** @param {() => boolean} holds */
async function until(holds) {
  do await new Promise((done) => setTimeout(done, PAUSE));
  while (!holds());
}

async function keep() {
  await until(() => python() !== "busy");
  const worker = navigator.serviceWorker;
  const registration = await worker.register(new URL("sw.js", home), { updateViaCache: "none" });
  lookForANewerVersion(registration);
  const { active } = await worker.ready;
  const hasForm = document.querySelector(".calculator form");
  const visit = {
    page: location.origin + location.pathname,
    parts: hasForm ? ["site"] : [],
    sparing: navigator.connection?.saveData,
  };
  active?.postMessage(visit);
  if (!hasForm) return;
  await until(() => python() === "idle");
  active?.postMessage({ ...visit, parts: ["site", "runtime"] });
}

const embedded = window !== window.top || location.href.startsWith(new URL("einbetten/", home).href);

if (document.documentElement.hasAttribute("data-kept")) sayThatThisWasKept();
if (!embedded && "serviceWorker" in navigator) {
  // A browser that may keep nothing refuses; then the pages need the network, as ever.
  window.addEventListener("load", () => idle(() => keep().catch(() => {})));
}
