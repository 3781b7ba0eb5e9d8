// Carries any calculator's form to Python and the answer back. It knows no calculator, no law and
// no words: what a reader may be told lies in the page as <template data-state="…">.

import { today } from "./lapse.js";
import { ask, canRunPython, giveUp, isComing, isReplaced, isWorthSendingFor, pythonIsThere, sendForPython } from "./python.js";
import { beginCase, copy, copyBy, remember, save, saveCalendar, sign, textOf } from "./result.js";
import { beginSteps, bringIntoSight, controlOf, isLastStep, showSteps, takeStep } from "./stepwise.js";

const PATIENCE = 12_000; // milliseconds until we say that it takes longer than usual
const GLANCE = 1000; // milliseconds from then on until we look again whether anything still comes
const PAUSE = 600; // milliseconds without typing until the answer follows by itself

const { title } = document;
const asked = new WeakMap(); // calculator → the answers that were last asked about
const pauses = new WeakMap(); // calculator → the timer that waits for the end of typing

function askAbout(box, tell) {
  const answers = answersOf(box);
  asked.set(box, answers);
  return ask({ name: box.dataset.calculator, language: box.lang, answers }, tell);
}

// Where a calculator has to know what day it is, the page says it: no module in Python reads a clock.
function answersOf(box) {
  const { clock } = box.dataset;
  return JSON.stringify([...new FormData(box.querySelector("form")), ...(clock ? [[clock, today()]] : [])]);
}

// What the button does: there is an answer or a list of problems, and the reader is led to it.
async function submit(box) {
  const tell = (state, share) => {
    if (state !== undefined) say(box, state);
    fillBar(box, share);
  };
  let patience = setTimeout(lookAgain, PATIENCE);
  function lookAgain() {
    tellWhetherItComes(box);
    patience = setTimeout(lookAgain, GLANCE);
  }
  box.setAttribute("aria-busy", "true");
  try {
    const reply = await askAbout(box, tell);
    show(box, reply);
    tell("");
    await new Promise((done) => setTimeout(done)); // leading there takes as long as showing it
    if (reply.html) leadTo(box.querySelector(".answer"), box.querySelector(".verdict"));
    else leadTo(box.querySelector(".problem-summary"));
  } catch (error) {
    fail(box, error);
  } finally {
    clearTimeout(patience);
    box.removeAttribute("aria-busy");
  }
}

// Pressed once more: what still comes is not thrown away for a new start, which would have to load it all again.
function pressAgain(box) {
  if (statusOf(box) === "slow" && !isComing()) {
    giveUp("nothing has come for a while");
    setTimeout(submit, 0, box); // once what was given up has ended
  } else tellWhetherItComes(box, true);
}

// How much is there while something comes, and otherwise that another try is due. What is said already
// is read aloud again only to whoever asks for it.
function tellWhetherItComes(box, again = false) {
  const now = statusOf(box);
  const isLoading = ["loading", "coming", "slow"].includes(now);
  const state = !isComing() ? "slow" : isLoading ? "coming" : now;
  if (again || state !== now) say(box, state);
}

const statusOf = (box) => box.querySelector(".status").dataset.state;

// What happens without the button: the answer follows what is typed, once Python is there. Nothing
// moves under the reader's hands, and nobody is told of a problem before the form is finished.
async function follow(box) {
  const isBusy = () => box.hasAttribute("aria-busy");
  const isAsked = () => answersOf(box) === asked.get(box);
  const answer = box.querySelector(".answer");
  if (isAsked() || !isWorthSendingFor()) return;
  try {
    await pythonIsThere();
    if (isBusy() || isAsked()) return;
    const reply = await askAbout(box, () => {});
    if (isBusy() || !isAsked()) return;
    if (reply.html) show(box, reply);
    if (!answer.hidden) say(box, reply.html ? "followed" : "outdated");
    answer.toggleAttribute("data-outdated", !reply.html);
  } catch (error) {
    if (!answer.hidden && !isBusy()) fail(box, error); // others are told when they press the button
  }
}

// An answer that stands there from before is not taken for the new one.
function fail(box, error) {
  console.error("calculator:", error);
  say(box, "failed");
  box.querySelector(".answer").toggleAttribute("data-outdated", true);
  isReplaced().then((replaced) => {
    if (replaced && statusOf(box) === "failed") say(box, "replaced");
  });
}

function show(box, { html = "", text = "", days = {}, summary = "", problems = {} }) {
  mark(box, problems, summary);
  const answer = box.querySelector(".answer");
  const unfolded = new Set([...answer.querySelectorAll("details[open]")].map(({ className }) => className));
  answer.innerHTML = html;
  for (const details of answer.querySelectorAll("details")) details.open = unfolded.has(details.className);
  answer.hidden = !html;
  answer.removeAttribute("data-outdated");
  remember(box, html ? text + warnOfLapse(answer) : text);
  say(box, "", ".told");
  if (html) box.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: days }));
}

// On a page of which something may no longer be so, the answer says that too: on paper and copied it stands alone.
function warnOfLapse(answer) {
  const notice = document.querySelector("h1 + .lapsed");
  if (!notice) return "";
  answer.querySelector(".verdict").after(notice.cloneNode(true));
  return `\n\n${notice.innerText}`;
}

function say(box, state, place = ".status") {
  const status = box.querySelector(place);
  const words = box.querySelector(`template[data-state="${state}"]`);
  status.textContent = "";
  if (words) status.append(words.content.cloneNode(true));
  status.dataset.state = state;
  for (const number of status.querySelectorAll(".share-loaded")) number.textContent = percent(box);
  fillBar(box);
}

const loaded = new WeakMap(); // calculator → of what has to be loaded, how much is there
const percent = (box) => Math.floor(100 * (loaded.get(box) ?? 0));

// The words stay as they are, so that they are not read aloud again and again; only who looks sees a number grow.
function fillBar(box, share) {
  if (share !== undefined) loaded.set(box, share);
  const bar = box.querySelector(".status progress");
  if (bar && loaded.get(box)) bar.value = loaded.get(box);
  const seen = box.querySelector(".status .share-loaded[aria-hidden]");
  if (seen) seen.textContent = percent(box);
}

// Each problem stands beside its field, and all of them above the form.
function mark(box, problems, summary) {
  for (const question of box.querySelectorAll("[data-question]")) {
    const sentence = problems[question.dataset.question] ?? "";
    const place = question.querySelector(".problem");
    place.textContent = sentence;
    place.hidden = !sentence;
    if (sentence && question.closest("details")) question.closest("details").open = true;
    for (const field of question.querySelectorAll("input, select")) {
      if (sentence) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  const all = box.querySelector(".problem-summary");
  all.innerHTML = summary;
  all.hidden = !summary;
  bringIntoSight(box, box.querySelector(".problem:not([hidden])"));
  document.title = summary ? box.dataset.faulty.replace("{title}", title) : title;
}

function changed(box) {
  hideWhatDoesNotApply(box);
  clearTimeout(pauses.get(box));
  pauses.set(box, setTimeout(follow, PAUSE, box));
}

// A question that does not apply is hidden; its answer stays typed and is not used.
function hideWhatDoesNotApply(box) {
  const given = new FormData(box.querySelector("form"));
  for (const question of box.querySelectorAll("[data-when]")) {
    const applies = ([name, wanted]) => {
      const answer = given.getAll(name).find((text) => text.trim()) ?? "";
      const begins = (text) => answer.toUpperCase().replace(/\s/g, "").startsWith(text);
      const isExcepted = wanted.some((text) => text.startsWith("!") && begins(text.slice(1)));
      return wanted.includes(answer) || (wanted.includes("*") && answer && answer !== "unknown" && !isExcepted);
    };
    question.hidden = !Object.entries(JSON.parse(question.dataset.when)).every(applies);
    if (question.hidden && question.dataset.question) given.delete(question.dataset.question); // decides nothing
  }
  showSteps(box);
}

// The rows of a group lie ready in the page: one more is shown, one less is emptied and hidden.
function showRow(row) {
  row.hidden = false;
  offerMoreRows(row.parentElement);
  row.querySelector("input, select").focus();
}

function hideRow(row) {
  for (const field of row.querySelectorAll("input, select")) field.value = "";
  row.hidden = true;
  offerMoreRows(row.parentElement);
  row.parentElement.querySelector(".add").focus();
}

function offerMoreRows(rows) {
  rows.querySelector(".add").hidden = !rows.querySelector(".row[hidden]");
}

function showFilledRows(box) {
  for (const rows of box.querySelectorAll(".rows")) {
    for (const row of rows.querySelectorAll(".row[hidden]")) {
      row.hidden = ![...row.querySelectorAll("input, select")].some((field) => field.value);
    }
    offerMoreRows(rows);
  }
}

function partsOfToday() {
  const [year, month, day] = today().split("-").map(Number);
  return { day, month, year };
}

function fillInToday(day) {
  for (const [part, value] of Object.entries(partsOfToday())) day.querySelector(`.${part}`).value = value;
}

// What most would type stands there from the beginning: today, or this year. What somebody typed stays.
function prefill(question) {
  const fields = [...question.querySelectorAll("input[type=text]")];
  if (fields.some((field) => isTyped(field))) return;
  const { day, month, year } = partsOfToday();
  const values = fields.length === 1 ? [year] : [day, month, year];
  fields.forEach((field, place) => {
    field.defaultValue = values[place];
    field.value = values[place];
  });
}

// What the buttons below an answer do.
const acts = {
  change: turnToForm,
  async copy(box) {
    say(box, (await copy(textOf(box))) ? "copied" : "not_copied", ".told");
  },
  save(box) {
    save(box.querySelector(".acts").dataset.file, textOf(box));
    say(box, "saved", ".told");
  },
  print: () => window.print(),
  restart(box) {
    if (!fieldsOf(box).some(isTyped)) return erase(box);
    const sure = box.querySelector(".sure");
    sure.hidden = false;
    sure.focus();
  },
  erase,
  keep(box) {
    box.querySelector(".sure").hidden = true;
    box.querySelector("[data-act=restart]").focus();
  },
};

function turnToForm(box) {
  leadTo(box.querySelector("form"));
}

// Shows it from its top, and gives it the focus, or something in it. In another site's page embed.js leads.
function leadTo(place, focused = place) {
  bringIntoSight(place.closest(".calculator"), focused);
  focused.focus({ preventScroll: true });
  const lead = new Event("lead", { bubbles: true, cancelable: true });
  if (place.dispatchEvent(lead)) place.scrollIntoView({ block: "start" });
}

// Nothing of it comes back, even for whoever loads the page anew.
function erase(box) {
  box.dispatchEvent(new Event("erase", { bubbles: true })); // fragment.js knows what stands in the address
  clearTimeout(pauses.get(box));
  asked.delete(box);
  beginCase(box);
  beginSteps(box);
  box.querySelector("form").reset();
  for (const row of box.querySelectorAll(".row")) row.hidden = row.matches(".row ~ .row");
  box.querySelector(".sure").hidden = true;
  show(box, {});
  say(box, "");
  arrange();
  turnToForm(box);
}

// Each answer given has a button that leads to its field, wherever that is folded away.
function change(box, name) {
  const question = box.querySelector(`[data-question="${CSS.escape(name)}"]`);
  const folded = question.closest("details");
  if (folded) folded.open = true;
  leadTo(question, controlOf(question));
}

const boxOf = (event) => event.target.closest?.(".calculator");

export function prepare() {
  if (!isWorthSendingFor()) return;
  try {
    sendForPython();
  } catch (error) {
    console.error("calculator:", error); // said to the reader when an answer is asked for
  }
}

for (const sign of ["focusin", "pointerover"]) {
  document.addEventListener(sign, (event) => event.target.closest?.(".calculator form") && prepare());
}

// Without a sign that someone wants to reckon, only where it costs the reader neither money nor time. Where
// there is a letter they may have come for that, and a page that still loads is not kept for going back to it.
const { saveData = true, effectiveType } = navigator.connection ?? {};
const isForReckoning = !document.querySelector(".letter");
if (!saveData && effectiveType === "4g" && window === window.top && isForReckoning) {
  window.addEventListener("load", () => requestIdleCallback(prepare));
}

for (const change of ["input", "change"]) {
  document.addEventListener(change, (event) => {
    const box = boxOf(event);
    if (box) changed(box);
  });
}

document.addEventListener("submit", (event) => {
  const box = boxOf(event);
  if (!box) return;
  event.preventDefault();
  if (!isLastStep(box)) leadTo(...takeStep(box, "on"));
  else if (box.hasAttribute("aria-busy")) pressAgain(box);
  else submit(box);
});

document.addEventListener("click", (event) => {
  const fillIn = event.target.closest?.(".calculator .today");
  if (fillIn) {
    fillInToday(fillIn.parentElement);
    changed(boxOf(event));
  }
  const add = event.target.closest?.(".calculator .add");
  if (add) showRow(add.parentElement.querySelector(".row[hidden]"));
  const remove = event.target.closest?.(".calculator .remove");
  if (remove) {
    hideRow(remove.closest(".row"));
    changed(boxOf(event));
  }
  const step = event.target.closest?.(".calculator [data-step]");
  if (step) leadTo(...takeStep(boxOf(event), step.dataset.step));
  const copies = event.target.closest?.(".calculator .copy");
  if (copies) copyBy(copies, copies.closest(".next-step").querySelector(".copied"));
  const calendar = event.target.closest?.(".calculator .calendar");
  if (calendar) saveCalendar(boxOf(event), calendar);
  const act = event.target.closest?.(".calculator [data-act]")?.dataset.act;
  if (act) acts[act](boxOf(event));
  const changes = event.target.closest?.(".calculator [data-change]");
  if (changes) change(boxOf(event), changes.dataset.change);
  const problem = event.target.closest?.(".problem-summary a");
  if (problem) {
    event.preventDefault();
    const field = document.getElementById(problem.hash.slice(1));
    if (field) leadTo(field.closest(".question"), field);
  }
});

// What is folded away on the screen, or not yet there, would be missing on paper.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".calculator .answer details")) details.open = true;
  document.querySelectorAll(".calculator").forEach(sign);
});

// What is in the page shows what fits the answers typed.
export function arrange() {
  for (const button of document.querySelectorAll(".calculator .today, .calculator .remove")) {
    button.hidden = false;
  }
  for (const question of document.querySelectorAll(".calculator [data-prefilled]")) prefill(question);
  for (const box of document.querySelectorAll(".calculator")) {
    showFilledRows(box);
    hideWhatDoesNotApply(box);
  }
}

const fieldsOf = (box) => [...box.querySelectorAll("input:not([type=hidden]), select")];
const isTyped = (field) =>
  /radio|checkbox/.test(field.type) ? field.checked : field.value !== (field.defaultValue ?? "");

if (canRunPython()) {
  for (const words of document.querySelectorAll(".no-script-came")) words.remove();
  arrange();
  window.addEventListener("pageshow", arrange); // also after going back
}
