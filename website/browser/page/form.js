// A calculator's form: what is asked, what is typed in it, and what of it is to be seen.

import { each, fieldsIn, isTick, needed } from "./element.js";
import { today } from "./lapse.js";
import { showSteps } from "./stepwise.js";

/** @typedef {import("./element.js").Field} Field */

/**
 * The answers as Python reads them. Where a calculator has to know what day it is, the page says it: no
 * module in Python reads a clock.
 * @param {HTMLElement} box
 */
export function answersOf(box) {
  const { clock } = box.dataset;
  return JSON.stringify([...given(box), ...(clock ? [[clock, today()]] : [])]);
}

/** @param {HTMLElement} box */
const given = (box) => new FormData(needed("form", box, HTMLFormElement));

/**
 * A question that does not apply is hidden; its answer stays typed and is not used.
 * @param {HTMLElement} box
 */
export function hideWhatDoesNotApply(box) {
  const answers = given(box);
  for (const question of each("[data-when], [data-unless]", box)) {
    /** @type {(condition: [name: string, wanted: string[]]) => boolean} */
    const applies = ([name, wanted]) => {
      const answer = answers.getAll(name).map((text) => String(text).trim()).find(Boolean) ?? "";
      const code = answer.toUpperCase().replace(/\s/g, "").replace(/,/g, ".");
      /** @param {string} text */
      const begins = (text) => code.startsWith(text);
      /** @param {string} text */
      const isAbove = (text) => text.startsWith(">") && Number(answer) > Number(text.slice(1));
      const isExcepted = wanted.some((text) => text.startsWith("!") && begins(text.slice(1)));
      const saysSomething = answer !== "" && answer !== "unknown";
      if (/^[0-9]{1,9}$/.test(answer) && wanted.some(isAbove)) return true;
      return wanted.includes(answer) || (wanted.includes("*") && saysSomething && !isExcepted);
    };
    /** @type {Record<string, string[]>} */
    const when = JSON.parse(question.dataset.when ?? "{}");
    /** @type {Record<string, string[]>[]} */
    const unless = JSON.parse(question.dataset.unless ?? "[]");
    const isDecided = unless.some((decided) => Object.entries(decided).every(applies));
    question.hidden = isDecided || !Object.entries(when).every(applies);
    const { question: name, implied } = question.dataset;
    if (!question.hidden || !name) continue;
    answers.delete(name); // decides nothing
    if (!implied) continue;
    /** @type {{ when: Record<string, string[]>, answer: string }} */
    const only = JSON.parse(implied);
    if (Object.entries(only.when).every(applies)) answers.set(name, only.answer);
  }
  showSteps(box);
}

/**
 * The rows of a group lie ready in the page: one more is shown, one less is emptied and hidden.
 * @param {Element} rows
 */
export function showNextRow(rows) {
  const row = needed(".row[hidden]", rows);
  row.hidden = false;
  offerMoreRows(rows);
  needed("input, select", row).focus();
}

/** @param {HTMLElement} row */
export function hideRow(row) {
  const rows = /** @type {Element} */ (row.parentElement);
  for (const field of fieldsIn(row)) field.value = "";
  row.hidden = true;
  offerMoreRows(rows);
  needed(".add", rows).focus();
}

/** @param {Element} rows */
function offerMoreRows(rows) {
  needed(".add", rows).hidden = !rows.querySelector(".row[hidden]");
}

/** @param {HTMLElement} box */
function showFilledRows(box) {
  for (const rows of each(".rows", box)) {
    for (const row of each(".row[hidden]", rows)) row.hidden = !fieldsIn(row).some((field) => field.value);
    offerMoreRows(rows);
  }
}

function partsOfToday() {
  const [year, month, day] = today().split("-").map((part) => String(Number(part)));
  return { day, month, year };
}

/** @param {Element} day */
export function fillInToday(day) {
  for (const [part, value] of Object.entries(partsOfToday())) {
    needed(`.${part}`, day, HTMLInputElement).value = value;
  }
}

// "20.11.2026", "20. November 2026", "20 ноября 2026 года": a month may be of several words.
const WHOLE_DAY = /^(\d{1,2})[.\s]\s*(\S.*?)[.\s]\s*(\d{2,4})(?:\s+[^\s\dA-Z]+)?$/;

/**
 * A whole day that was typed or pasted into one of its three fields goes to all of them. It is only divided
 * here; what it says, Python reads.
 * @param {Element} field
 */
export function spreadDay(field) {
  const day = field.closest(".calculator div.day");
  if (!day || !(field instanceof HTMLInputElement)) return;
  const text = field.value.trim();
  const isYearFirst = /^\d{4}-\d{1,2}-\d{1,2}$/.test(text);
  const parts = isYearFirst ? text.split("-").reverse() : WHOLE_DAY.exec(text)?.slice(1);
  const fields = fieldsIn(day, "input");
  if (!parts || parts.length !== fields.length) return;
  fields.forEach((part, place) => (part.value = parts[place]));
}

/**
 * What most would type stands there from the beginning: today, or this year. What somebody typed stays.
 * @param {HTMLElement} question
 */
function prefill(question) {
  const fields = fieldsIn(question, "input[type=text]");
  if (fields.some((field) => isTyped(field))) return;
  const { day, month, year } = partsOfToday();
  const values = fields.length === 1 ? [year] : [day, month, year];
  fields.forEach((field, place) => {
    Object.assign(field, { defaultValue: values[place], value: values[place] });
  });
}

/**
 * Whether somebody has answered anything.
 * @param {HTMLElement} box
 */
export const isBegun = (box) => fieldsIn(box, "input:not([type=hidden]), select").some(isTyped);

/** @param {Field} field */
const isTyped = (field) =>
  isTick(field) ? Boolean(field.checked) : field.value !== (field.defaultValue ?? "");

/**
 * As it came. Nothing of what was typed comes back, even for whoever loads the page anew.
 * @param {HTMLElement} box
 */
export function emptyForm(box) {
  needed("form", box, HTMLFormElement).reset();
  for (const row of each(".row", box)) row.hidden = row.matches(".row ~ .row");
}

/** What is in the page shows what fits the answers typed. */
export function arrange() {
  for (const button of each(".calculator .today, .calculator .remove")) button.hidden = false;
  for (const question of each(".calculator [data-prefilled]")) prefill(question);
  for (const box of each(".calculator")) {
    showFilledRows(box);
    hideWhatDoesNotApply(box);
  }
}
