// What a reader takes along of a letter, a card or a poster: printed, copied, or handed to whatever the
// device offers for sharing. All of it happens on the device; the words lie in the page.

import { each, flag, needed, neededAround, reached } from "./element.js";
import { copy } from "./result.js";

const TYPED = "input[type=text], input[type=tel], textarea";
const NOT_TAKEN = "[type=checkbox], summary, .letter__how, .translation";
const LINES = ".letter__field, li, dt, dd, tr"; // one below the other
const BLOCKS = "p, h2, h3, ul, ol, dl, table, section, div"; // with an empty line around them
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Typed */

/** @param {Element} element */
const isSeen = (element) => element.getClientRects().length > 0;

/**
 * The sheets that a group of buttons is for.
 * @param {HTMLElement} group
 */
const allSheetsOf = (group) => each(group.dataset.of ?? "");
/** @param {HTMLElement} group */
const sheetsOf = (group) => allSheetsOf(group).filter(isSeen);
/** @param {HTMLElement[]} sheets */
const textOf = (sheets) => sheets.map((sheet) => tidy(read(sheet))).join("\n\n");

/**
 * What stands there for a reader: what was typed in place of its field, and what was not as a gap that
 * names what belongs in it. A sentence without its tick is left out, as it is in print; so is one that
 * may be left empty and was, and what only tells the reader what a sentence in German says (.translation).
 * @param {Node} node
 * @returns {string}
 */
function read(node) {
  if (node instanceof Text) return node.data.replace(/\s+/g, " ");
  if (!(node instanceof Element) || !isSeen(node) || node.matches(NOT_TAKEN)) return "";
  if (node.matches("br")) return "\n";
  if (isTyped(node)) return node.value.trim() || gap(node);
  if (node instanceof HTMLLabelElement && isTyped(node.control) && isNamedByItsLabel(node.control)) return "";
  if (node.matches(".letter__option") && isLeftOut(node)) return "";
  const words = wordsIn(node);
  if (node.matches("td, th")) return `${words} `;
  if (node.matches(LINES)) return `${words}\n`;
  return node.matches(BLOCKS) ? `\n${words}\n` : words;
}

/**
 * @param {Node} node
 * @returns {string}
 */
const wordsIn = (node) => [...node.childNodes].map(read).join("");

/** @type {(field: Element | null) => field is Typed} */
const isTyped = (field) => field?.matches(TYPED) ?? false;
/** @param {Typed} field */
const isNamedByItsLabel = (field) => Boolean(field.closest(".letter__field, .sheet__field, .letter__own"));
/** @param {Typed} field */
function gap(field) {
  const label = isNamedByItsLabel(field) ? field.labels?.[0] : undefined;
  return `[${label ? wordsIn(label).trim() : field.dataset.gap ?? "…"}]`;
}

/** @param {Element} option */
function isLeftOut(option) {
  /** @type {HTMLInputElement | null} */
  const tick = option.querySelector("[type=checkbox]");
  if (tick) return !tick.checked;
  /** @type {Typed | null} */
  const field = option.querySelector(TYPED);
  return field !== null && !field.value.trim();
}

/** @param {string} text */
const tidy = (text) => text.replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").replace(/\n{3,}/g, "\n\n").trim();

/** @param {HTMLElement} group */
function offered(group) {
  const address = location.origin + location.pathname;
  const { title } = document;
  return group.dataset.share === "text" ? { title, text: textOf(sheetsOf(group)) } : { title, url: address };
}

/**
 * @param {HTMLElement} group
 * @param {string} state
 */
function say(group, state) {
  const place = needed(".told", group);
  place.textContent = "";
  place.append(needed(`template[data-state="${state}"]`, group, HTMLTemplateElement).content.cloneNode(true));
}

/**
 * What is folded would be missing on paper and in what is copied. Gives what was unfolded.
 * @param {HTMLElement} group
 */
function unfold(group) {
  /** @type {Set<HTMLDetailsElement>} */
  const closed = new Set();
  for (const sheet of allSheetsOf(group)) {
    for (const fold of [sheet.closest("details"), ...sheet.querySelectorAll("details")]) {
      if (fold && !fold.open) closed.add(fold);
    }
  }
  for (const fold of closed) fold.open = true;
  return closed;
}

/** @type {Record<string, (group: HTMLElement) => void>} */
const takes = {
  print: () => window.print(),
  async copy(group) {
    const unfolded = unfold(group);
    const sheets = sheetsOf(group);
    const text = textOf(sheets);
    // Nothing moves under whoever presses the button.
    for (const fold of unfolded) fold.open = false;
    const copied = await copy(text);
    if (!copied) getSelection()?.selectAllChildren(sheets[0]);
    say(group, copied ? "copied" : "not_copied");
  },
  // Whoever changes their mind there is told nothing.
  share: (group) => navigator.share(offered(group)).catch((error) => console.info("take-along:", error.name)),
};

document.addEventListener("click", (event) => {
  const button = reached(event, "[data-take]");
  if (button) takes[button.dataset.take ?? ""](neededAround(button, ".take-along"));
});

// A practice with a long name gets smaller letters on its sheet: it stays one page.
const LONG = 60;

function measureNames() {
  for (const field of each(".sheet textarea")) {
    const name = /** @type {HTMLTextAreaElement} */ (field).value.trim();
    const sheet = field.closest(".sheet");
    if (sheet) flag(sheet, "data-long", name.length > LONG || name.includes("\n"));
  }
}

document.addEventListener("input", measureNames);
window.addEventListener("pageshow", measureNames);

window.addEventListener("beforeprint", () => each(".take-along").forEach(unfold));

for (const group of each(".take-along")) {
  needed("[data-take=share]", group).hidden = !navigator.share;
  group.hidden = false;
}
