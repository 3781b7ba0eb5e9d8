// The letter and the form above it know of each other: the days that Python has read in the form stand in
// the letter, and what is typed in the letter also on its second sheet. Nothing of it is kept anywhere.

import "./fragment.js";
import { today } from "./lapse.js";

const letter = document.querySelector(".letter");
const lastDay = document.querySelector(".last-day");
const answer = lastDay.querySelector(".answer");
const put = new WeakMap(); // field → what this script has put there; what a reader has typed stays

function putIn(field, words) {
  if (field.value !== (put.get(field) ?? "")) return;
  field.value = words;
  put.set(field, words);
  mirror(field);
}

// What a field holds stands wherever it is named; there a gap holds its place.
function mirror(field) {
  for (const place of letter.querySelectorAll(`[data-from="${field.id}"]`)) {
    place.dataset.gap ??= place.textContent;
    place.textContent = field.value.trim() || place.dataset.gap;
    place.toggleAttribute("data-filled", Boolean(field.value.trim()));
  }
}

function putDays(days) {
  for (const field of letter.querySelectorAll("[data-day]")) putIn(field, days[field.dataset.day] ?? "");
}

// Of the answer only what matters before writing stays open; all else is one touch away. Once the day is over,
// all of it matters: what is left to do, and who helps.
function shorten() {
  if (answer.querySelector('[data-verdict$="_over"]')) return;
  const words = lastDay.querySelector('template[data-letter="more"]').content;
  const rest = document.createElement("details");
  const summary = document.createElement("summary");
  summary.append(words.cloneNode(true));
  rest.append(summary, ...[...answer.children].filter((part) => !isShort(part)));
  if (rest.children.length > 1) answer.append(rest);
}

const isShort = (part) => part.matches(".verdict, .lapsed, .countdown, h2") || (!part.matches("details") && part.querySelector(".calendar"));

// A day that was typed is known, and one that is not known is not typed.
function keepOne({ target }) {
  const question = target.closest(".last-day [data-question]");
  const unknown = question?.querySelector(":scope > .choice [type=checkbox]");
  if (!unknown) return;
  const parts = [...question.querySelectorAll(".day input")];
  if (target === unknown && unknown.checked) for (const part of parts) part.value = "";
  else if (parts.some((part) => part.value.trim())) unknown.checked = false;
}

function startFromToday() {
  const [year, month, day] = today().split("-").map(Number);
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
  putIn(document.getElementById("letter-day"), format.format(new Date(year, month - 1, day)));
}

lastDay.addEventListener("input", keepOne, true);
lastDay.addEventListener("answered", ({ detail }) => {
  putDays(detail);
  shorten();
});
lastDay.addEventListener("erase", () => putDays({}));
letter.addEventListener("input", ({ target }) => mirror(target));
startFromToday();
