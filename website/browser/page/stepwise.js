// Shows a form one question at a time. It is the same form: what is out of sight stays typed, and is
// asked for and answered as ever. Whether somebody wants it so is forgotten with the page. The words
// stand in the page.

import { each, fieldsIn, flag, isTick, needed } from "./element.js";

/** The question that is shown, by the calculator. @type {WeakMap<HTMLElement, HTMLElement>} */
const inSight = new WeakMap();

/** What has been shown as its page wants it; from then on its reader decides. @type {WeakSet<HTMLElement>} */
const begun = new WeakSet();

/**
 * The questions that a reader has seen and gone on from, by the calculator.
 * @type {WeakMap<HTMLElement, Set<HTMLElement>>}
 */
const passed = new WeakMap();

/** How often a reader has gone somewhere, by the calculator. @type {WeakMap<HTMLElement, number>} */
const turns = new WeakMap();

/**
 * It is another one as soon as a reader has gone on, back, elsewhere, or begun anew.
 * @param {HTMLElement} box
 */
export const turnOf = (box) => turns.get(box) ?? 0;
/** @param {HTMLElement} box */
export const countTurn = (box) => turns.set(box, turnOf(box) + 1);

/** @param {HTMLElement} box */
const isOn = (box) => Boolean(box.querySelector(".stepwise[data-on]"));

/**
 * What counts as one question: a group with all its rows does, and what is folded away does not.
 * @param {HTMLElement} box
 */
function questionsOf(box) {
  const questions = each("form .question", box);
  return questions.filter((question) => !question.parentElement?.closest(".question, .more"));
}

/** @param {HTMLElement} box */
const asked = (box) => questionsOf(box).filter((question) => !question.hidden);

/** @param {HTMLElement} question */
function isUnanswered(question) {
  const fields = fieldsIn(question);
  const typed = fields.filter((field) => !isTick(field) && !field.closest(".row[hidden]"));
  return !fields.some((field) => field.checked) && !(typed.length && typed.every((field) => field.value));
}

/**
 * Whether all that stands there is what the form began with, as today: nobody has said it.
 * @param {HTMLElement} question
 */
const isAssumed = (question) =>
  fieldsIn(question).every((field) =>
    isTick(field) ? field.checked === field.defaultChecked : field.value === (field.defaultValue ?? ""),
  );

/**
 * What somebody has gone on from, as it stood there, is no longer open.
 * @param {HTMLElement} box
 */
function firstOpen(box) {
  const steps = asked(box);
  const isSeen = (/** @type {HTMLElement} */ step) => passed.get(box)?.has(step);
  return steps.find((step) => isUnanswered(step) || (isAssumed(step) && !isSeen(step))) ?? steps[0];
}

// Whoever changes something afterwards has the way back to the answer at every question.
/** @param {HTMLElement} box */
const isAnswered = (box) => !needed(".answer", box).hidden;

/** @param {HTMLElement} question */
export function controlOf(question) {
  const fields = fieldsIn(question);
  return fields.find((field) => field.checked) ?? fields[0];
}

/**
 * After every change, which may bring questions and take them away.
 * @param {HTMLElement} box
 */
export function showSteps(box) {
  const form = box.querySelector("form");
  if (!form?.querySelector(".steps")) return;
  beginAsThePageWants(box);
  const steps = asked(box);
  const on = isOn(box) && steps.length > 0;
  let shown = inSight.get(box);
  if (on && (!shown || !steps.includes(shown))) {
    shown = firstOpen(box);
    inSight.set(box, shown);
  }
  const last = !on || shown === steps[steps.length - 1];
  for (const question of questionsOf(box)) flag(question, "data-away", on && question !== shown);
  const more = form.querySelector(".more");
  if (more) flag(more, "data-away", !last);
  flag(needed(".actions", form), "data-away", !last && !isAnswered(box));
  needed(".switch", form).hidden = questionsOf(box).length < 2;
  needed(".steps", form).hidden = !on;
  needed("[data-step=back]", form).hidden = shown === steps[0];
  needed("[data-step=on]", form).hidden = last;
  count(needed(".step-count", form), on && shown ? steps.indexOf(shown) + 1 : 0, steps.length);
}

/**
 * A page in easy language begins with one question (data-one-question, somewhere around the calculator).
 * @param {HTMLElement} box
 */
function beginAsThePageWants(box) {
  if (begun.has(box)) return;
  begun.add(box);
  if (!box.closest("[data-one-question]") || questionsOf(box).length < 2) return;
  flag(needed(".stepwise", box), "data-on", true);
}

/**
 * Said again only where it is another number.
 * @param {HTMLElement} place
 * @param {number} number
 * @param {number} all
 */
function count(place, number, all) {
  const sentence = place.dataset.words ?? "";
  const words = number ? sentence.replace("{number}", String(number)).replace("{all}", String(all)) : "";
  if (place.textContent !== words) place.textContent = words;
}

/** @type {Record<string, (box: HTMLElement) => void>} */
const steps = { switch: turnOnOrOff, on: showNext, back: showPrevious };

/**
 * What each button does. Where it leads: the place to show from its top, and what takes the focus in it.
 * @param {HTMLElement} box
 * @param {string} step
 * @returns {[HTMLElement, HTMLElement]}
 */
export function takeStep(box, step) {
  countTurn(box);
  steps[step](box);
  showSteps(box);
  const shown = inSight.get(box) ?? asked(box)[0];
  return [isOn(box) ? needed("form", box) : shown, controlOf(shown)];
}

/** @param {HTMLElement} box */
function turnOnOrOff(box) {
  const on = !isOn(box);
  flag(needed(".stepwise", box), "data-on", on);
  if (on) inSight.set(box, firstOpen(box));
}

/**
 * To the next that is not answered yet or has not been seen, whoever answered it: the form itself, or an
 * address; after all of them, to the end, where the button is. Once there is an answer, to the one that
 * follows.
 * @param {HTMLElement} box
 */
function showNext(box) {
  const steps = asked(box);
  const place = placeOf(box, steps);
  const seen = passed.get(box) ?? new Set();
  passed.set(box, seen.add(steps[place]));
  const later = steps.slice(place + 1);
  const next = isAnswered(box) ? later[0] : later.find((step) => isUnanswered(step) || !seen.has(step));
  inSight.set(box, next ?? steps[steps.length - 1]);
}

/**
 * To the one before, answered or not.
 * @param {HTMLElement} box
 */
function showPrevious(box) {
  const steps = asked(box);
  inSight.set(box, steps[Math.max(0, placeOf(box, steps) - 1)]);
}

/**
 * Where among them is the one that is shown; -1: none is.
 * @param {HTMLElement} box
 * @param {HTMLElement[]} steps
 */
const placeOf = (box, steps) => steps.findIndex((step) => step === inSight.get(box));

/**
 * The questions up to the one in sight in which something stands.
 * @param {HTMLElement} box
 */
export function begunSoFar(box) {
  const steps = asked(box);
  return steps.slice(0, placeOf(box, steps) + 1).filter(hasSomething);
}

/**
 * Whether something stands in it, or in anything that belongs to it.
 * @param {HTMLElement} question
 */
export const hasSomething = (question) =>
  fieldsIn(question).some((field) => (isTick(field) ? field.checked : field.value.trim()));

/** @param {HTMLElement} box */
export const isLastStep = (box) => !box.querySelector("form .actions[data-away]");

/**
 * Whoever is led to something out of sight sees it.
 * @param {HTMLElement} box
 * @param {Element | null} place
 */
export function bringIntoSight(box, place) {
  /** @type {HTMLElement | null | undefined} */
  const away = place?.closest("[data-away]");
  if (!away) return;
  const steps = asked(box);
  countTurn(box);
  inSight.set(box, away.matches(".question") ? away : steps[steps.length - 1]);
  showSteps(box);
}

/** @param {HTMLElement} box */
export function beginSteps(box) {
  countTurn(box);
  inSight.delete(box);
  passed.delete(box);
}
