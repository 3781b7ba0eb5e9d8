// What goes along from one page of this site to the next, so that nothing is typed twice. It goes by the name
// of the tab, which no browser writes down, and which the next page takes away.

import { reached } from "./element.js";

/**
 * @typedef {[name: string, value: string]} Answer
 * @typedef {"answers" | "letter"} Part
 * @typedef {{ to?: string } & Partial<Record<Part, Answer[]>>} Load
 */

const isLoaded = () => window === window.top && window.name.startsWith("{");

/** @returns {Load} */
function load() {
  if (!isLoaded()) return {};
  try {
    return JSON.parse(window.name);
  } catch {
    return {}; // a name that somebody else gave it
  }
}

/**
 * @param {string} to the path of the page that it is for
 * @param {Part} part
 * @param {Answer[]} answers
 */
export function carryTo(to, part, answers) {
  const others = load();
  const all = { ...(others.to === to ? others : { to }), [part]: answers };
  window.name = all.answers?.length || all.letter?.length ? JSON.stringify(all) : "";
}

const came = load();
if (isLoaded()) window.name = "";

/**
 * The link of that kind by which this page is left; not one that opens another tab.
 * @param {MouseEvent} event
 * @param {string} selector
 */
export function leavingBy(event, selector) {
  const { ctrlKey, metaKey, shiftKey } = event;
  const link = /** @type {HTMLAnchorElement | null} */ (reached(event, selector));
  return ctrlKey || metaKey || shiftKey ? null : link;
}

/**
 * What was carried to this page. Somebody else may have given the tab its name.
 * @param {Part} part
 * @returns {Answer[]}
 */
export function takeHere(part) {
  const answers = came.to === location.pathname ? came[part] : [];
  delete came[part];
  if (!Array.isArray(answers)) return [];
  return answers.filter((pair) => Array.isArray(pair) && pair.every((text) => typeof text === "string"));
}
