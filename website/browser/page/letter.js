// The letter and the form above it know of each other: the days that Python has read in the form stand in
// the letter, and what is typed in the letter also on its second sheet. Nothing of it is kept anywhere; to
// the same page in another language it goes along.

import "./fragment.js";
import { carryTo, leavingBy, takeHere } from "./carried.js";
import { each, fieldsIn, flag, isTick, needed, neededAround, neededById } from "./element.js";
import { today } from "./lapse.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Typed */

const letter = needed(".letter");
const lastDay = needed(".last-day");
// The end of the address of whoever comes from where it is said that they write for somebody else.
const FOR_OTHER = "#for-someone-else";
const answer = needed(".answer", lastDay);
/** What this script has put into a field; what a reader has typed stays. @type {WeakMap<Typed, string>} */
const put = new WeakMap();

/**
 * @param {Typed} field
 * @param {string} words
 */
function putIn(field, words) {
  if (field.value !== (put.get(field) ?? "")) return;
  field.value = words;
  put.set(field, words);
  mirror(field);
}

/**
 * What a field holds stands wherever it is named; there a gap holds its place.
 * @param {Typed} field
 */
function mirror(field) {
  for (const place of each(`[data-from="${field.id}"]`, letter)) {
    place.dataset.gap ??= place.textContent ?? "";
    place.textContent = field.value.trim() || place.dataset.gap;
    flag(place, "data-filled", Boolean(field.value.trim()));
  }
}

// Each gap says what belongs there, also where only the text of the letter is taken along.
function nameGaps() {
  for (const [id, words] of Object.entries(JSON.parse(lastDay.dataset.gaps ?? "{}"))) {
    document.getElementById(id)?.setAttribute("data-gap", words);
    for (const place of each(`.letter__gap[data-from="${id}"]`, letter)) place.textContent = `[${words}]`;
  }
}

const fields = () => fieldsIn(letter, "input, textarea");
/** @type {(field: import("./element.js").Field) => string} */
const written = (field) => (isTick(field) ? String(field.checked) : field.value);

/** @param {import("./element.js").Field} field */
function isOwn(field) {
  if (field.type === "radio") return /** @type {HTMLInputElement} */ (field).checked;
  if (isTick(field)) return field.checked !== field.defaultChecked;
  const typed = /** @type {Typed} */ (/** @type {unknown} */ (field));
  return field.value.trim() !== "" && field.value !== put.get(typed);
}

/** @param {MouseEvent} event */
function carry(event) {
  const link = leavingBy(event, ".site-languages a.carries");
  if (!link) return;
  carryTo(link.pathname, "letter", fields().filter(isOwn).map((field) => [field.id, written(field)]));
}

function fillInWhatCame() {
  for (const [id, value] of takeHere("letter")) {
    const field = fields().find((field) => field.id === id);
    if (!field) continue;
    if (isTick(field)) Object.assign(field, { checked: value === "true" });
    else field.value = value.slice(0, field.maxLength);
    field.closest("details")?.setAttribute("open", "");
    mirror(/** @type {Typed} */ (/** @type {unknown} */ (field)));
  }
}

// Whom the letter is for, whoever came by a link for relatives has said already.
function chooseWhose() {
  if (location.hash === FOR_OTHER) neededById("letter-for-other", HTMLInputElement).checked = true;
}

/** @param {Record<string, string>} days */
function putDays(days) {
  for (const field of each("[data-day]", letter)) {
    putIn(/** @type {Typed} */ (field), days[field.dataset.day ?? ""] ?? "");
  }
}

// Of the answer only what matters before writing stays open; all else is one touch away. Once the day is
// over, all of it matters: what is left to do, and who helps.
function shorten() {
  if (answer.querySelector('[data-verdict$="_over"]')) return;
  const words = needed('template[data-letter="more"]', lastDay, HTMLTemplateElement).content;
  const rest = document.createElement("details");
  const summary = document.createElement("summary");
  summary.append(words.cloneNode(true));
  rest.append(summary, ...[...answer.children].filter((part) => !isShort(part)));
  if (rest.children.length > 1) answer.append(rest);
}

/** @param {Element} part */
const isShort = (part) =>
  part.matches(".verdict, .lapsed, .countdown, h2") ||
  (!part.matches("details") && part.querySelector(".calendar"));

/**
 * A day that was typed is known, and one that is not known is not typed.
 * @param {Event} event
 */
function keepOne({ target }) {
  const question = /** @type {Element} */ (target).closest(".last-day [data-question]");
  /** @type {HTMLInputElement | null | undefined} */
  const unknown = question?.querySelector(":scope > .choice [type=checkbox]");
  if (!question || !unknown) return;
  const parts = fieldsIn(question, ".day input");
  if (target === unknown && unknown.checked) for (const part of parts) part.value = "";
  else if (parts.some((part) => part.value.trim())) unknown.checked = false;
}

function startFromToday() {
  const [year, month, day] = today().split("-").map(Number);
  const field = neededById("letter-day", HTMLInputElement);
  // The letter is in German, whatever the language around it.
  const format = new Intl.DateTimeFormat(neededAround(field, "[lang]").lang, { dateStyle: "long" });
  putIn(field, format.format(new Date(year, month - 1, day)));
}

lastDay.addEventListener("input", keepOne, true);
lastDay.addEventListener("answered", (event) => {
  putDays(/** @type {CustomEvent<Record<string, string>>} */ (event).detail);
  shorten();
});
lastDay.addEventListener("erase", () => putDays({}));
letter.addEventListener("input", ({ target }) => mirror(/** @type {Typed} */ (target)));
document.addEventListener("click", carry);
window.addEventListener("hashchange", chooseWhose);
nameGaps();
startFromToday();
chooseWhose();
fillInWhatCame();
