// A calculator's answer: asked for in Python, shown or told as problems, and what is said on the way there.
// There are no words here: what a reader may be told lies in the page as <template data-state="…">.

import { each, fieldsIn, flag, needed, neededAround } from "./element.js";
import { leadElsewhere } from "./elsewhere.js";
import { answersOf } from "./form.js";
import { ask, giveUp, isComing, isReplaced, isWorthSendingFor, pythonIsThere } from "./python.js";
import { remember } from "./result.js";
import { bringIntoSight } from "./stepwise.js";

/** @typedef {import("./python.js").Reply} Reply */

const PATIENCE = 12_000; // milliseconds until we say that it takes longer than usual
const PAUSE = 600; // milliseconds without typing until the answer follows by itself
const GLANCE = 1000; // milliseconds from then on until we look again whether anything still comes

const { title } = document;
/** The answers that were last asked about, by the calculator. @type {WeakMap<HTMLElement, string>} */
const asked = new WeakMap();
/** The timer that waits for the end of typing, by the calculator. @type {WeakMap<HTMLElement, number>} */
const pauses = new WeakMap();

/**
 * @param {HTMLElement} box
 * @param {import("./python.js").Tell} tell
 */
function askAbout(box, tell) {
  const answers = answersOf(box);
  asked.set(box, answers);
  return ask({ name: box.dataset.calculator, language: box.lang, answers }, tell);
}

/**
 * What the button does: there is an answer or a list of problems, and the reader is led to it.
 * @param {HTMLElement} box
 */
export async function submit(box) {
  /** @type {import("./python.js").Tell} */
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
    if (reply.html) leadTo(answerOf(box), needed(".verdict", box));
    else leadTo(needed(".problem-summary", box));
  } catch (error) {
    fail(box, error);
  } finally {
    clearTimeout(patience);
    box.removeAttribute("aria-busy");
  }
}

/**
 * Pressed once more: what still comes is not thrown away for a new start, which would have to load it all
 * again.
 * @param {HTMLElement} box
 */
export function pressAgain(box) {
  if (stateOf(box) === "slow" && !isComing()) {
    giveUp("nothing has come for a while");
    setTimeout(submit, 0, box); // once what was given up has ended
  } else tellWhetherItComes(box, true);
}

/**
 * How much is there while something comes, and otherwise that another try is due. What is said already
 * is read aloud again only to whoever asks for it.
 * @param {HTMLElement} box
 */
function tellWhetherItComes(box, again = false) {
  const now = stateOf(box);
  const isLoading = ["loading", "coming", "slow"].includes(now);
  const state = !isComing() ? "slow" : isLoading ? "coming" : now;
  if (again || state !== now) say(box, state);
}

/** @param {HTMLElement} box */
const answerOf = (box) => needed(".answer", box);
/** @param {HTMLElement} box */
const stateOf = (box) => needed(".status", box).dataset.state ?? "";

/**
 * Once nothing has been typed for a moment.
 * @param {HTMLElement} box
 */
export function followSoon(box) {
  clearTimeout(pauses.get(box));
  pauses.set(box, setTimeout(follow, PAUSE, box));
}

/**
 * What happens without the button: the answer follows what is typed, once Python is there. Nothing
 * moves under the reader's hands, and nobody is told of a problem before the form is finished.
 * @param {HTMLElement} box
 */
async function follow(box) {
  const isBusy = () => box.hasAttribute("aria-busy");
  const isAsked = () => answersOf(box) === asked.get(box);
  const answer = answerOf(box);
  if (isAsked() || !isWorthSendingFor()) return;
  try {
    await pythonIsThere();
    if (isBusy() || isAsked()) return;
    const reply = await askAbout(box, () => {});
    if (isBusy() || !isAsked()) return;
    if (reply.html) show(box, reply);
    if (!answer.hidden) say(box, reply.html ? "followed" : "outdated");
    flag(answer, "data-outdated", !reply.html);
  } catch (error) {
    if (!answer.hidden && !isBusy()) fail(box, error); // others are told when they press the button
  }
}

/**
 * An answer that stands there from before is not taken for the new one.
 * @param {HTMLElement} box
 * @param {unknown} error
 */
function fail(box, error) {
  console.error("calculator:", error);
  say(box, "failed");
  flag(answerOf(box), "data-outdated", true);
  isReplaced().then((replaced) => {
    if (replaced && stateOf(box) === "failed") say(box, "replaced");
  });
}

/**
 * As if nothing had ever been asked.
 * @param {HTMLElement} box
 */
export function forgetAnswer(box) {
  clearTimeout(pauses.get(box));
  asked.delete(box);
  show(box, {});
  say(box, "");
}

/**
 * @param {HTMLElement} box
 * @param {Reply} reply
 */
function show(box, { html = "", text = "", days = {}, summary = "", problems = {} }) {
  mark(box, problems, summary);
  const answer = answerOf(box);
  const unfolded = new Set(each("details[open]", answer).map(({ className }) => className));
  answer.innerHTML = html;
  leadElsewhere(answer);
  for (const details of answer.querySelectorAll("details")) details.open = unfolded.has(details.className);
  answer.hidden = !html;
  answer.removeAttribute("data-outdated");
  remember(box, html ? text + warnOfLapse(answer) : text);
  say(box, "", ".told");
  if (html) box.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: days }));
}

/**
 * On a page of which something may no longer be so, the answer says that too: on paper and copied it stands
 * alone.
 * @param {HTMLElement} answer
 */
function warnOfLapse(answer) {
  /** @type {HTMLElement | null} */
  const notice = document.querySelector("h1 + .lapsed");
  if (!notice) return "";
  needed(".verdict", answer).after(notice.cloneNode(true));
  return `\n\n${notice.innerText}`;
}

/**
 * @param {HTMLElement} box
 * @param {string} state
 */
export function say(box, state, place = ".status") {
  const status = needed(place, box);
  /** @type {HTMLTemplateElement | null} */
  const words = box.querySelector(`template[data-state="${state}"]`);
  status.textContent = "";
  if (words) status.append(words.content.cloneNode(true));
  status.dataset.state = state;
  for (const number of each(".share-loaded", status)) number.textContent = String(percent(box));
  fillBar(box);
}

/** Of what has to be loaded, how much is there, by the calculator. @type {WeakMap<HTMLElement, number>} */
const loaded = new WeakMap();
/** @param {HTMLElement} box */
const percent = (box) => Math.floor(100 * (loaded.get(box) ?? 0));

/**
 * The words stay as they are, so that they are not read aloud again and again; only who looks sees a number
 * grow.
 * @param {HTMLElement} box
 * @param {number} [share]
 */
function fillBar(box, share) {
  if (share !== undefined) loaded.set(box, share);
  const bar = /** @type {HTMLProgressElement | null} */ (box.querySelector(".status progress"));
  const part = loaded.get(box);
  if (bar && part) bar.value = part;
  const seen = box.querySelector(".status .share-loaded[aria-hidden]");
  if (seen) seen.textContent = String(percent(box));
}

/**
 * Each problem stands beside its field, and all of them above the form.
 * @param {HTMLElement} box
 * @param {Record<string, string>} problems
 * @param {string} summary
 */
function mark(box, problems, summary) {
  for (const question of each("[data-question]", box)) tellBeside(question, problems);
  const all = needed(".problem-summary", box);
  all.innerHTML = summary;
  all.hidden = !summary;
  bringIntoSight(box, box.querySelector(".problem:not([hidden])"));
  document.title = summary ? (box.dataset.faulty ?? "").replace("{title}", title) : title;
}

/**
 * @param {HTMLElement} question
 * @param {import("./python.js").Named} problems
 */
export function tellBeside(question, problems) {
  const sentence = problems[question.dataset.question ?? ""] ?? "";
  const place = needed(".problem", question);
  place.textContent = sentence;
  place.hidden = !sentence;
  const folded = question.closest("details");
  if (sentence && folded) folded.open = true;
  for (const field of fieldsIn(question)) {
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/**
 * Shows it from its top, and gives it the focus, or something in it. In another site's page embed.js leads.
 * @param {HTMLElement} place
 * @param {HTMLElement} focused
 */
export function leadTo(place, focused = place) {
  bringIntoSight(neededAround(place, ".calculator"), focused);
  focused.focus({ preventScroll: true });
  const lead = new Event("lead", { bubbles: true, cancelable: true });
  if (place.dispatchEvent(lead)) place.scrollIntoView({ block: "start" });
}
