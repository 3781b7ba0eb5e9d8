// Says what is paid of a day with a known price, as soon as there is one: in the address behind the #, or
// in a field of the page. The amounts come from the page as stairs, worked out when the site was built;
// so do the words, as <template data-price="…">. Nothing is sent or kept.

import { today } from "./lapse.js";

const PRICE = "cost_per_day"; // as the calculator calls it
const WRITTEN = /^(\d{1,4})(?:[.,](?:(\d{1,2})|[-–—]{1,2}))?\s*(?:€|euro|eur)?$/i;
const EURO = { style: "currency", currency: "EUR" };

// The price in cents as it was typed ("62 €", "62,00", "62 Euro"), or nothing.
export function centsOf(typed) {
  const [, euros, cents = ""] = WRITTEN.exec(typed.trim()) ?? [];
  return euros === undefined ? undefined : Number(euros) * 100 + Number(cents.padEnd(2, "0"));
}

// The same as an answer to the calculator: "62" or "62,50".
export function answerOf(cents) {
  const rest = cents % 100;
  return rest ? `${Math.floor(cents / 100)},${String(rest).padStart(2, "0")}` : `${cents / 100}`;
}

function amountOf(cents, stairs) {
  const [start, step, amount] = stairs.filter(([from]) => from <= cents).pop();
  return amount + (step && Math.floor((cents - start) / step));
}

const { lang } = document.documentElement;
const euro = (cents) => (cents / 100).toLocaleString(lang, EURO);
// In a sentence a round sum is a round sum.
const inWords = (cents) => euro(cents).replace(cents % 100 ? "" : /[.,]00(?=\s)/, "");
const dayInWords = (day) => new Date(day).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" });

function show(place, cents) {
  place.hidden = cents === undefined;
  place.textContent = "";
  if (place.hidden) return;
  const periods = JSON.parse(place.dataset.periods);
  const day = today();
  const [now, then] = periods.slice(Math.max(0, periods.filter(({ since }) => since <= day).length - 1));
  const values = { price: inWords(cents), now: inWords(amountOf(cents, now.stairs)) };
  if (then) Object.assign(values, { since: dayInWords(then.since), then: inWords(amountOf(cents, then.stairs)) });
  const words = document.querySelector(`template[data-price="${then ? "then" : "now"}"]`).content.cloneNode(true);
  for (const value of words.querySelectorAll("[data-value]")) value.textContent = values[value.dataset.value];
  place.append(words);
  reckon(cents, periods);
  foldForm();
}

// Where the price alone is answered, the form below need not be: whoever wants to know more opens it.
function foldForm() {
  const form = document.querySelector(".reckon:not(.reckon--folds)");
  if (!form || form.contains(document.activeElement)) return;
  form.classList.add("reckon--folds");
  form.open = false;
}

// The table of the commonest answers keeps one row: that of this price. Its columns are the last periods.
function reckon(cents, periods) {
  const body = document.querySelector(".answers tbody");
  if (!body) return;
  const row = body.rows[0];
  const [heading, ...cells] = row.cells;
  heading.textContent = euro(cents);
  periods.slice(-cells.length).forEach(({ stairs }, column) => (cells[column].textContent = euro(amountOf(cents, stairs))));
  body.replaceChildren(row);
}

function follow(place) {
  const field = document.getElementById(place.dataset.source);
  const typed = () => field?.value ?? new URLSearchParams(location.hash.slice(1)).get(PRICE) ?? "";
  const look = () => show(place, centsOf(typed()));
  field?.addEventListener("input", look);
  window.addEventListener(field ? "pageshow" : "hashchange", look);
  look();
}

for (const place of document.querySelectorAll(".price-told")) follow(place);
