// Shows a form one question at a time. It is the same form: what is out of sight stays typed, and is
// asked for and answered as ever. Whether somebody wants it so is forgotten with the page. The words
// stand in the page.

import { each, fieldsIn, isTick, needed } from "./element.js";

/** The question that is shown, by the calculator. @type {WeakMap<HTMLElement, HTMLElement>} */
const inSight = new WeakMap();

/** What has been shown as its page wants it; from then on its reader decides. @type {WeakSet<HTMLElement>} */
const begun = new WeakSet();

/** @param {HTMLElement} box */
const isOn = (box) => Boolean(box.querySelector(".stepwise[aria-pressed=true]"));

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
function isOpen(question) {
  const fields = fieldsIn(question);
  const typed = fields.filter((field) => !isTick(field) && !field.closest(".row[hidden]"));
  return !fields.some((field) => field.checked) && !(typed.length && typed.every((field) => field.value));
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
    shown = steps.find(isOpen) ?? steps[0];
    inSight.set(box, shown);
  }
  const last = !on || shown === steps[steps.length - 1];
  for (const question of questionsOf(box)) question.toggleAttribute("data-away", on && question !== shown);
  form.querySelector(".more")?.toggleAttribute("data-away", !last);
  needed(".actions", form).toggleAttribute("data-away", !last && !isAnswered(box));
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
  needed(".stepwise", box).setAttribute("aria-pressed", "true");
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
const steps = { switch: turnOnOrOff, on: goOn, back: goBack };

/**
 * What each button does. Where it leads: the place to show from its top, and what takes the focus in it.
 * @param {HTMLElement} box
 * @param {string} step
 * @returns {[HTMLElement, HTMLElement]}
 */
export function takeStep(box, step) {
  steps[step](box);
  showSteps(box);
  const shown = inSight.get(box) ?? asked(box)[0];
  return [isOn(box) ? needed("form", box) : shown, controlOf(shown)];
}

/** @param {HTMLElement} box */
function turnOnOrOff(box) {
  const on = !isOn(box);
  needed(".stepwise", box).setAttribute("aria-pressed", String(on));
  if (on) inSight.set(box, asked(box).find(isOpen) ?? asked(box)[0]);
}

/**
 * To the next that is not answered yet; after all of them, to the end, where the button is. Once there is an
 * answer, to the one that follows.
 * @param {HTMLElement} box
 */
function goOn(box) {
  const steps = asked(box);
  const later = steps.slice(placeOf(box, steps) + 1);
  const next = isAnswered(box) ? later[0] : later.find(isOpen);
  inSight.set(box, next ?? steps[steps.length - 1]);
}

/**
 * To the one before, answered or not.
 * @param {HTMLElement} box
 */
function goBack(box) {
  const steps = asked(box);
  inSight.set(box, steps[Math.max(0, placeOf(box, steps) - 1)]);
}

/**
 * Where among them is the one that is shown; -1: none is.
 * @param {HTMLElement} box
 * @param {HTMLElement[]} steps
 */
const placeOf = (box, steps) => steps.findIndex((step) => step === inSight.get(box));

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
  inSight.set(box, away.matches(".question") ? away : steps[steps.length - 1]);
  showSteps(box);
}

/** @param {HTMLElement} box */
export const beginSteps = (box) => inSight.delete(box);
