// The switch of languages keeps the place in the page. What was typed into a form goes with it, by
// fragment.js, and stays nowhere: a page without a form takes it away.

import { reached } from "./element.js";

/** @param {MouseEvent} event */
function keepPlace(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (reached(event, ".site-languages a.carries"));
  if (link) link.hash = location.hash.includes("=") ? "" : location.hash;
}

document.addEventListener("click", keepPlace, { capture: true });
if (!document.querySelector(".calculator form") && window.name.startsWith('{"to":')) window.name = "";
