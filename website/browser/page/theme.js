import { forgiveSlips } from "./search.js";

// Fetches the theme's own script: search, light or dark, where one is on a long page. To read and to
// compute nobody needs it, and it takes a weak processor long. So it comes when nothing else is to be
// done, or as soon as somebody reaches for what it serves.

const SERVED = ".md-header, .md-search, .md-sidebar, .search-door";
const PAUSE = 500; // milliseconds
const { script: address = "" } = document.getElementById("theme")?.dataset ?? {};
const idle = window.requestIdleCallback ?? setTimeout;
/** @type {Promise<void> | undefined} */
let coming;

function fetchIt() {
  coming ??= new Promise((done, fail) => {
    forgiveSlips();
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = fail;
    document.body.append(script);
  }).then(() => {
    window.document$.next(document); // it waits for the page to be complete, as it has long been
    showSearch();
    takeOnColours();
  });
  return coming;
}

// Python, once somebody needs it, goes first.
async function whenAllIsQuiet() {
  do await new Promise((done) => setTimeout(done, PAUSE));
  while (document.documentElement.dataset.python === "busy");
  await fetchIt();
}

// What the theme's script does for whoever reached for the search before it was there.
function showSearch() {
  const isOpen = document.querySelector("#__search:checked");
  const field = "form[name=search] [name=query]";
  if (isOpen) /** @type {HTMLElement | null} */ (document.querySelector(field))?.focus();
}

// And for whoever tapped on other colours: they are chosen, only nobody has heard of it yet.
function takeOnColours() {
  document.querySelector("[name=__palette]:checked")?.dispatchEvent(new Event("change"));
}

/** @param {Event} event */
const served = ({ target }) => target instanceof Element && target.closest(SERVED);

for (const sign of ["focusin", "pointerover", "pointerdown"]) {
  document.addEventListener(sign, (event) => served(event) && fetchIt());
}

document.documentElement.classList.replace("no-js", "js");
window.addEventListener("load", () => idle(whenAllIsQuiet));
