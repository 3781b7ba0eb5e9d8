// Says what is paid of a day with a known price, as soon as there is one: in the address behind the #, or
// in a field of the page. The amounts come from the page as stairs, worked out when the site was built;
// so do the words, as <template data-price="…">. Nothing is sent or kept.

import { each, needed } from "./element.js";
import { dayLanguage, today } from "./lapse.js";

const PRICE = "cost_per_day"; // as the calculator calls it
// U+FEFF is a space to JavaScript, and none to Python.
const WRITTEN = /^(?![^]*\ufeff)\s*(\d{1,4})(?:[.,](?:(\d{1,2})|[-–—]{1,2}))?\s*(?:€|euro|eur)?\s*$/i;

/**
 * From this price (cents) on, the amount (cents) rises by one with each further step of that many cents;
 * 0: no more.
 * @typedef {[start: number, step: number, amount: number]} Stair
 * @typedef {{ since: string, stairs: Stair[] }} Period
 */

/**
 * The price in cents as it was typed ("62 €", "62,00", "62 Euro"), or nothing.
 *
 * This is the only amount that is read without Python: what a day costs is said as soon as it is typed, on
 * pages that never load Python, too. It reads the usual ways of writing a price and leaves all others
 * unanswered; whatever it does read, the calculators read as the same amount, and take.
 * @param {string} typed
 */
export function centsOf(typed) {
  const [, euros, rest = ""] = WRITTEN.exec(typed) ?? [];
  if (euros === undefined) return undefined;
  const cents = Number(euros) * 100 + Number(rest.padEnd(2, "0"));
  return cents > most() ? undefined : cents;
}

/** The highest price in cents that the calculator takes. */
const most = () => Number(needed(".price-told").dataset.most);

/**
 * The same as an answer to the calculator: "62" or "62,50".
 * @param {number} cents
 */
export function answerOf(cents) {
  const rest = cents % 100;
  return rest ? `${Math.floor(cents / 100)},${String(rest).padStart(2, "0")}` : `${cents / 100}`;
}

/**
 * @param {number} cents
 * @param {Stair[]} stairs the first begins at no cents
 */
function amountOf(cents, stairs) {
  const [start, step, amount] = stairs.filter(([from]) => from <= cents).pop() ?? stairs[0];
  return amount + (step && Math.floor((cents - start) / step));
}

/**
 * Written as the calculators write it in this language.
 * @param {number} cents
 * @param {boolean} [isRound] without cents
 */
function euro(cents, isRound) {
  const { euro: pattern = "", decimal = "", thousands = "" } = needed(".price-told").dataset;
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(?:\d{3})+$)/, thousands);
  const amount = isRound ? whole : `${whole}${decimal}${String(cents % 100).padStart(2, "0")}`;
  return pattern.replace("{amount}", amount);
}
// In a sentence a round sum is a round sum.
/** @param {number} cents */
const inWords = (cents) => euro(cents, cents % 100 === 0);
/** @param {string} day */
const dayInWords = (day) =>
  new Date(day).toLocaleDateString(dayLanguage(), { dateStyle: "long", timeZone: "UTC" });

/**
 * @param {HTMLElement} place
 * @param {number} [cents]
 */
function show(place, cents) {
  place.hidden = cents === undefined;
  place.textContent = "";
  if (cents === undefined) return;
  /** @type {Period[]} */
  const periods = JSON.parse(place.dataset.periods ?? "[]");
  const day = today();
  const [now, then] = periods.slice(Math.max(0, periods.filter(({ since }) => since <= day).length - 1));
  /** @type {Record<string, string>} */
  const values = { price: inWords(cents), now: inWords(amountOf(cents, now.stairs)) };
  if (then) {
    const amount = inWords(amountOf(cents, then.stairs));
    Object.assign(values, { since: dayInWords(then.since), then: amount });
  }
  const template = needed(`template[data-price="${then ? "then" : "now"}"]`, document, HTMLTemplateElement);
  const words = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const value of each("[data-value]", words)) value.textContent = values[value.dataset.value ?? ""];
  place.append(words);
  fillTable(cents, periods);
  foldForm();
}

// Where the price alone is answered, the form below need not be: whoever wants to know more opens it.
function foldForm() {
  /** @type {HTMLDetailsElement | null} */
  const form = document.querySelector(".price-form:not(.price-form--folds)");
  if (!form || form.contains(document.activeElement)) return;
  form.classList.add("price-form--folds");
  form.open = false;
}

/**
 * The table of the commonest answers keeps one row: that of this price. Its columns are the last periods.
 * @param {number} cents
 * @param {Period[]} periods
 */
function fillTable(cents, periods) {
  /** @type {HTMLTableSectionElement | null} */
  const body = document.querySelector(".answers tbody");
  if (!body) return;
  const row = body.rows[0];
  const [heading, ...cells] = row.cells;
  heading.textContent = euro(cents);
  periods.slice(-cells.length).forEach(({ stairs }, column) => {
    cells[column].textContent = euro(amountOf(cents, stairs));
  });
  body.textContent = "";
  body.append(row);
}

/** @param {HTMLElement} place */
function follow(place) {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById(place.dataset.source ?? ""));
  const typed = () => field?.value ?? new URLSearchParams(location.hash.slice(1)).get(PRICE) ?? "";
  const look = () => show(place, centsOf(typed()));
  field?.addEventListener("input", look);
  window.addEventListener(field ? "pageshow" : "hashchange", look);
  look();
}

for (const place of each(".price-told")) follow(place);
