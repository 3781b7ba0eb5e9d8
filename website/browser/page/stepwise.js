// Shows a form one question at a time. It is the same form: what is out of sight stays typed, and is
// asked for and answered as ever. Whether somebody wants it so is forgotten with the page. The words
// stand in the page.

const inSight = new WeakMap(); // calculator → the question that is shown

const isOn = (box) => Boolean(box.querySelector(".stepwise[aria-pressed=true]"));

// What counts as one question: a group with all its rows does, and what is folded away does not.
function questionsOf(box) {
  const all = [...box.querySelectorAll("form .question")];
  return all.filter((question) => !question.parentElement.closest(".question, .more"));
}

const asked = (box) => questionsOf(box).filter((question) => !question.hidden);

function isOpen(question) {
  const fields = [...question.querySelectorAll("input, select")];
  const isTick = ({ type }) => type === "radio" || type === "checkbox";
  const typed = fields.filter((field) => !isTick(field) && !field.closest(".row[hidden]"));
  return !fields.some((field) => field.checked) && !(typed.length && typed.every((field) => field.value));
}

// Whoever changes something afterwards has the way back to the answer at every question.
const isAnswered = (box) => !box.querySelector(".answer").hidden;

export function controlOf(question) {
  const fields = [...question.querySelectorAll("input, select")];
  return fields.find((field) => field.checked) ?? fields[0];
}

// After every change, which may bring questions and take them away.
export function showSteps(box) {
  const form = box.querySelector("form");
  if (!form?.querySelector(".steps")) return;
  const steps = asked(box);
  const on = isOn(box) && steps.length > 0;
  if (on && !steps.includes(inSight.get(box))) inSight.set(box, steps.find(isOpen) ?? steps[0]);
  const shown = inSight.get(box);
  const last = !on || shown === steps[steps.length - 1];
  for (const question of questionsOf(box)) question.toggleAttribute("data-away", on && question !== shown);
  form.querySelector(".more")?.toggleAttribute("data-away", !last);
  form.querySelector(".actions").toggleAttribute("data-away", !last && !isAnswered(box));
  form.querySelector(".switch").hidden = questionsOf(box).length < 2;
  form.querySelector(".steps").hidden = !on;
  form.querySelector("[data-step=back]").hidden = shown === steps[0];
  form.querySelector("[data-step=on]").hidden = last;
  count(form.querySelector(".step-count"), on ? steps.indexOf(shown) + 1 : 0, steps.length);
}

// Said again only where it is another number.
function count(place, number, all) {
  const words = number ? place.dataset.words.replace("{number}", number).replace("{all}", all) : "";
  if (place.textContent !== words) place.textContent = words;
}

// What each button does. Where it leads: the place to show from its top, and what takes the focus in it.
export function takeStep(box, step) {
  ({ switch: turnOnOrOff, on: goOn, back: goBack })[step](box);
  showSteps(box);
  const shown = inSight.get(box);
  return [isOn(box) ? box.querySelector("form") : shown, controlOf(shown)];
}

function turnOnOrOff(box) {
  const on = !isOn(box);
  box.querySelector(".stepwise").setAttribute("aria-pressed", on);
  if (on) inSight.set(box, asked(box).find(isOpen) ?? asked(box)[0]);
}

// To the next that is not answered yet; after all of them, to the end, where the button is. Once there is an
// answer, to the one that follows.
function goOn(box) {
  const steps = asked(box);
  const later = steps.slice(steps.indexOf(inSight.get(box)) + 1);
  const next = isAnswered(box) ? later[0] : later.find(isOpen);
  inSight.set(box, next ?? steps[steps.length - 1]);
}

// To the one before, answered or not.
function goBack(box) {
  const steps = asked(box);
  inSight.set(box, steps[Math.max(0, steps.indexOf(inSight.get(box)) - 1)]);
}

export const isLastStep = (box) => !box.querySelector("form .actions[data-away]");

// Whoever is led to something out of sight sees it.
export function bringIntoSight(box, place) {
  const away = place?.closest("[data-away]");
  if (!away) return;
  const steps = asked(box);
  inSight.set(box, away.matches(".question") ? away : steps[steps.length - 1]);
  showSteps(box);
}

export const beginSteps = (box) => inSight.delete(box);
