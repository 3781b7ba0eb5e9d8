// The switch of languages keeps the place in the page. What was typed into a form goes with it, by
// fragment.js, and stays nowhere: a page without a form takes it away. The start page offers the language
// that the browser is set to, in that language; nobody is led there, and nothing is stored.

import { reached } from "./element.js";

/** @param {MouseEvent} event */
function keepPlace(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (reached(event, ".site-languages a.carries"));
  if (link) link.hash = location.hash.includes("=") ? "" : location.hash;
}

/** @param {string} tag */
const spoken = (tag) => tag.split("-")[0];

function offer() {
  const wanted = spoken(navigator.language);
  if (wanted === spoken(document.documentElement.lang)) return;
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".site-languages a[data-offer]");
  const link = [...links].find(({ lang }) => lang === wanted);
  if (!link) return;
  const way = document.createElement("a");
  way.href = link.href;
  way.lang = way.hreflang = link.lang;
  way.dir = "auto";
  way.className = "language-offer";
  way.textContent = link.dataset.offer ?? "";
  link.closest(".site-bar")?.append(way);
}

document.addEventListener("click", keepPlace, { capture: true });
if (!document.querySelector(".calculator form") && window.name.startsWith('{"to":')) window.name = "";
offer();
