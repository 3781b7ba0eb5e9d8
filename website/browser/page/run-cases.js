// Computes worked examples anew with the rules that this browser has, and says of each whether its answer is
// the one that is printed. On the page above the examples it takes those of all the pages it leads to. There
// are no words here: they lie in the page as <template data-told="…">.

import { each, needed, neededAround } from "./element.js";
import { ask, canRunPython } from "./python.js";

/**
 * A worked example, where its mark goes, and the question that it asks.
 * @typedef {{ shows: string, printed: string, sources: string, address: string, place: HTMLElement }} Printed
 * @typedef {Printed & { question: import("./python.js").Question }} Case
 */

const box = /** @type {HTMLElement | null} */ (document.querySelector(".run-cases"));
/** @param {string} text */
const even = (text) => text.replace(/\s+/g, " ").trim();

/** "§62" and "§ 62 Abs. 2" in words; a section is one of them. @param {string} text */
const wordsOf = (text) =>
  text
    .toLowerCase()
    .replace(/§+\s*/g, " §")
    .split(/[\s,;:()]+/)
    .map((word) => word.replace(/\.$/, ""))
    .filter(Boolean);

/**
 * Whether all that was typed stands there: § 6 is not in § 62.
 * @param {string[]} sources
 * @param {string[]} norm
 */
const isAbout = (sources, norm) =>
  norm.every((word) => sources.includes(word) || sources.includes(`§${word}`));

/**
 * @param {ParentNode} page where the example stands
 * @param {string} address of that page
 * @param {HTMLElement} [row] of that page, in a list of several
 * @returns {Case[]}
 */
function casesIn(page, address, row) {
  // What no form comes to is none for a browser.
  return each(".examples .case a.open-case", page).map((link) => {
    const element = neededAround(link, ".case");
    const opened = new URL(link.getAttribute("href") ?? "", address);
    const { calculates, clock = "" } = link.dataset;
    const answers = [...new URLSearchParams(opened.hash.slice(1)), ...new URLSearchParams(clock)];
    const { lang } = document.documentElement;
    return {
      shows: even(needed("summary", element).textContent ?? ""),
      printed: even(needed(".verdict", element).textContent ?? ""),
      sources: even(needed(".sources", element).textContent ?? ""),
      address: opened.href,
      place: row ?? needed("summary", element),
      question: { name: calculates, language: lang, answers: JSON.stringify(answers) },
    };
  });
}

// Those of this page, or else of the pages that its list leads to.
async function all() {
  const here = casesIn(document, location.href);
  if (here.length) return here;
  const links = [...document.querySelectorAll("article td a")].filter((a) => a instanceof HTMLAnchorElement);
  const found = links.map(async (link) => {
    const html = await fetch(link.href).then((response) => response.text());
    const page = new DOMParser().parseFromString(html, "text/html");
    return casesIn(page, link.href, needed("td", link.closest("tr") ?? document));
  });
  /** @type {Case[]} */
  const cases = [];
  return cases.concat(...(await Promise.all(found)));
}

/**
 * What comes out here and now, as far as it is printed; the problems, where the form would not be taken.
 * @param {Case} found
 */
async function computed({ question }) {
  const { html, summary = "" } = await ask(question, () => {});
  const reply = new DOMParser().parseFromString(html ?? summary, "text/html");
  return even((reply.querySelector(".verdict") ?? reply.body).textContent ?? "");
}

/**
 * @param {HTMLElement} box
 * @param {string} state
 * @param {Record<string, number>} [counts]
 */
function tell(box, state, counts = {}) {
  const words = needed(`template[data-told="${state}"]`, box).innerHTML;
  const told = words.replace(/\{(\w+)\}/g, (_, name) => String(counts[name]));
  needed("[role=status]", box).textContent = told;
}

/**
 * Of several in one place: how many are as they are printed.
 * @param {HTMLElement} box
 * @param {HTMLElement} place
 * @param {boolean[]} same
 */
function mark(box, place, same) {
  const state = same.every(Boolean) ? "same" : "other";
  const sign = document.createElement("span");
  sign.className = `case-mark case-mark--${state}`;
  const words = needed(`template[data-mark="${state}"]`, box);
  const count = `${same.filter(Boolean).length}/${same.length}`;
  sign.textContent = same.length > 1 ? `${count} ${words.dataset.several}` : words.innerHTML;
  place.append(sign);
}

/**
 * @param {HTMLElement} box
 * @param {Case} printed
 * @param {string} found
 */
function list(box, printed, found) {
  const words = needed("template[data-other]", box, HTMLTemplateElement);
  const item = /** @type {HTMLElement} */ (words.content.cloneNode(true));
  needed(".found", item).textContent = found;
  needed(".printed", item).textContent = printed.printed;
  const link = document.createElement("a");
  link.href = printed.address;
  link.textContent = printed.shows;
  needed(".shows", item).append(link);
  needed(".run-cases__others", box).append(item);
}

/** @param {HTMLElement} box */
async function run(box) {
  const norm = wordsOf(needed("input", box, HTMLInputElement).value);
  const bar = needed("progress", box, HTMLProgressElement);
  needed(".run-cases__others", box).textContent = "";
  for (const old of each(".case-mark")) old.remove();
  tell(box, "loading");
  const found = (await all()).filter(({ sources }) => isAbout(wordsOf(sources), norm));
  if (!found.length) return tell(box, "none");
  bar.max = found.length;
  bar.value = 0;
  bar.hidden = false;
  /** @type {Map<HTMLElement, boolean[]>} */
  const places = new Map();
  let same = 0;
  for (const printed of found) {
    const answer = await computed(printed);
    const isSame = answer === printed.printed;
    if (isSame) same += 1;
    else list(box, printed, answer);
    places.set(printed.place, [...(places.get(printed.place) ?? []), isSame]);
    bar.value += 1;
  }
  for (const [place, results] of places) mark(box, place, results);
  tell(box, "done", { same, all: found.length });
}

/** @param {HTMLElement} box */
async function press(box) {
  const button = needed("button", box, HTMLButtonElement);
  button.disabled = true;
  try {
    await run(box);
  } catch (error) {
    console.error("examples:", error);
    tell(box, "failed");
  } finally {
    needed("progress", box).hidden = true;
    button.disabled = false;
  }
}

if (box && canRunPython()) {
  needed("button", box).addEventListener("click", () => press(box));
  box.hidden = false;
}
