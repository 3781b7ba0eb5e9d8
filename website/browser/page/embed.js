// What a calculator does beside computing when it stands in another site's page: it takes the colours
// that its host chose, opens links in a window of their own, tells the host how high it is, and leads the
// reader to the answer. No answer ever leaves the frame, nor anything by which one could be told. What a
// reader may be told lies in the page as <template data-notice="…">.

import { needed, reached } from "./element.js";
import { accent, schemes } from "./embed-colours.js";

const USES = ["click", "keydown", "input", "change", "submit"]; // what somebody does in the page
const GAP = 72; // pixels above what a reader is led to: a host's own header may lie there
const PATIENCE = 500; // milliseconds for a host's page to come to where it was asked to

const framed = window !== window.top;
const locked = window.origin === "null"; // a frame in which no worker may be, and so no Python
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
/** @type {URLSearchParams | undefined} */
let wish;
let used = false;
let height = 0; // in pixels, of the page as it came
let told = -1; // the height that the host knows

/**
 * @param {string} name
 * @param {boolean} applies
 */
function say(name, applies) {
  const place = needed(".embed-notices");
  place.querySelector(`[data-notice="${name}"]`)?.remove();
  const words = needed(`template[data-notice="${name}"]`, document, HTMLTemplateElement);
  if (applies) place.append(words.content.cloneNode(true));
}

function applyColours() {
  if (!wish) return;
  const possible = schemes(wish.get("farben"));
  const [scheme] = possible.length > 1 && dark.matches ? possible.slice(1) : possible;
  const wanted = wish.get("farbe");
  root.dataset.mdColorScheme = scheme;
  const own = accent(wanted, scheme) ?? {};
  for (const name of ["--accent", "--accent-soft"]) root.style.setProperty(name, own[name] ?? "");
  say("colour", Boolean(wanted) && !possible.some((each) => accent(wanted, each)));
}

// An anchor is no wish, and takes none back.
function listen() {
  if (wish && !location.hash.includes("=")) return;
  wish = new URLSearchParams(location.hash.slice(1));
  applyColours();
}

/** @param {string} address */
const page = (address) => address.split("#")[0];

/** @param {Event} event */
function aim(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (reached(event, "a[href]"));
  if (!link) return;
  const leaves = /^https?:$/.test(link.protocol) && page(link.href) !== page(location.href);
  link.target = framed && leaves ? "_blank" : "_self";
  if (!leaves) document.getElementById(link.hash.slice(1))?.closest("details")?.setAttribute("open", "");
}

// It goes to any host, for it says nothing of anybody: the height of the page as it came. Whatever is
// typed and answered, it changes no more. A host could try all answers, and tell them by their heights.
// That it is told says nothing either: not again, unless it is another one or the host asks.
function tellHeight(isAsked = false) {
  if (!used) height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told && !isAsked) return;
  told = height;
  window.parent.postMessage({ soziotherapie: "height", height }, "*");
}

// So what comes may be longer than the frame. It is the frame that scrolls then, to where the reader looks.
// The host's page moves only where that cannot be, and by the same way for every answer.
/** @param {Element} place */
async function lead(place) {
  const sight = await inSight();
  const gap = Math.min(GAP, sight.height / 8);
  const isWide = sight.height >= Math.min(root.clientHeight, screen.height) / 3;
  const isAnswer = place.matches(".answer"); // above a form that became short, the page is given room
  if (isWide && (isAnswer || distance(place) >= sight.top + gap)) return put(place, sight.top + gap);
  put(place, parseFloat(getComputedStyle(place).scrollMarginTop));
  place.scrollIntoView({ block: "start", behavior: "instant" });
  if (await comesIntoSight(place)) return;
  const { top } = await inSight(); // here a frame cannot move its host
  put(place, top + gap);
}

/**
 * What of the frame can be seen, in pixels from its upper edge. The host's page does not hear of it.
 * @returns {Promise<DOMRectReadOnly>}
 */
function inSight() {
  return new Promise((done) => {
    const observer = new IntersectionObserver(([{ intersectionRect }]) => {
      observer.disconnect();
      done(intersectionRect);
    });
    observer.observe(root);
  });
}

/**
 * @param {Element} place
 * @returns {Promise<boolean>}
 */
function comesIntoSight(place) {
  return new Promise((done) => {
    const observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && end(true));
    /** @param {boolean} came */
    const end = (came) => (observer.disconnect(), done(came));
    observer.observe(place);
    setTimeout(end, PATIENCE, false);
  });
}

/**
 * How far it is from the beginning of the page.
 * @param {Element} place
 */
const distance = (place) =>
  place.getBoundingClientRect().top + scrollY - parseFloat(getComputedStyle(document.body).paddingTop);

/**
 * Scrolls it to that many pixels below the upper edge of the frame, and makes the page longer where it must.
 * @param {Element} place
 * @param {number} below
 */
function put(place, below) {
  const { style } = document.body;
  style.paddingTop = style.paddingBottom = "";
  const above = distance(place) - below;
  const rest = document.body.getBoundingClientRect().height - above;
  style.paddingTop = `${Math.max(0, -above)}px`;
  style.paddingBottom = `${Math.max(0, root.clientHeight - rest)}px`;
  scrollTo({ top: above, behavior: "instant" });
}

listen();
window.addEventListener("hashchange", listen);
dark.addEventListener("change", applyColours);
document.addEventListener("click", aim, true);

if (locked) {
  say("locked", true);
  needed(".calculator").hidden = true;
  document.querySelector("details.answers")?.setAttribute("open", ""); // all that answers here
}

if (framed) {
  for (const use of USES) window.addEventListener(use, () => (used = true), true);
  document.addEventListener("lead", (event) => {
    event.preventDefault();
    lead(/** @type {Element} */ (event.target));
  });
  tellHeight(); // also where nothing is drawn before somebody uses it
  new ResizeObserver(() => tellHeight()).observe(document.body);
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.soziotherapie === "height?") tellHeight(true);
  });
}
