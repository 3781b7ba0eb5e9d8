// Carries any calculator's form to Python and the answer back: what happens in a page, and what follows from
// it. It knows no calculator, no law and no words.

import { followSoon, leadTo, pressAgain, say, submit } from "./answer.js";
import { each, needed, neededAround, reached } from "./element.js";
import { fillInToday, hideRow, hideWhatDoesNotApply, showNextRow, spreadDay } from "./form.js";
import { goOnUnlessFaulty } from "./go-on.js";
import { comeBack, erase, keep, restart, turnToForm } from "./history.js";
import { canRunPython, isWorthSendingFor, sendForPython } from "./python.js";
import { copy, copyBy, save, saveCalendar, sign, textOf } from "./result.js";
import { controlOf, isLastStep, takeStep } from "./stepwise.js";

/** @param {HTMLElement} box */
function changed(box) {
  hideWhatDoesNotApply(box);
  followSoon(box);
}

/**
 * What the buttons below an answer do.
 * @type {Record<string, (box: HTMLElement) => void>}
 */
const acts = {
  change: turnToForm,
  async copy(box) {
    say(box, (await copy(textOf(box))) ? "copied" : "not_copied", ".told");
  },
  save(box) {
    save(needed(".acts", box).dataset.file ?? "", textOf(box));
    say(box, "saved", ".told");
  },
  print: () => window.print(),
  restart,
  erase,
  keep,
};

/**
 * Each answer given has a button that leads to its field, wherever that is folded away.
 * @param {HTMLElement} box
 * @param {string} name
 */
function change(box, name) {
  const question = needed(`[data-question="${CSS.escape(name)}"]`, box);
  const folded = question.closest("details");
  if (folded) folded.open = true;
  leadTo(question, controlOf(question));
}

export function prepare() {
  if (!isWorthSendingFor()) return;
  try {
    sendForPython();
  } catch (error) {
    console.error("calculator:", error); // said to the reader when an answer is asked for
  }
}

for (const sign of ["focusin", "pointerover"]) {
  document.addEventListener(sign, (event) => reached(event, ".calculator form") && prepare());
}

// Without a sign that someone wants an answer, only where it costs the reader neither money nor time. Where
// there is a letter they may have come for that, and a page that still loads is not kept for going back to
// it.
const { saveData = true, effectiveType } = navigator.connection ?? {};
const isForComputing = !document.querySelector(".letter");
if (!saveData && effectiveType === "4g" && window === window.top && isForComputing) {
  window.addEventListener("load", () => requestIdleCallback(prepare));
}

for (const change of ["input", "change"]) {
  document.addEventListener(change, (event) => {
    const box = reached(event, ".calculator");
    if (!box) return;
    // Whoever still types is not done with the day.
    const isPasted = event instanceof InputEvent && /^insertFrom/.test(event.inputType);
    if (event.type === "change" || isPasted) spreadDay(/** @type {Element} */ (event.target));
    changed(box);
  });
}

document.addEventListener("submit", (event) => {
  const box = reached(event, ".calculator");
  if (!box) return;
  event.preventDefault();
  if (!isLastStep(box)) goOnUnlessFaulty(box);
  else if (box.hasAttribute("aria-busy")) pressAgain(box);
  else submit(box);
});

/**
 * What a press on something in a calculator does, by what it is pressed on.
 * @type {[selector: string, act: (pressed: HTMLElement, box: HTMLElement, event: Event) => void][]}
 */
const presses = [
  [".today", (button, box) => {
    fillInToday(/** @type {Element} */ (button.parentElement));
    changed(box);
  }],
  [".add", (button) => showNextRow(/** @type {Element} */ (button.parentElement))],
  [".remove", (button, box) => {
    hideRow(neededAround(button, ".row"));
    changed(box);
  }],
  ["[data-step=on]", (_, box) => goOnUnlessFaulty(box)],
  ["[data-step]:not([data-step=on])", (button, box) => leadTo(...takeStep(box, button.dataset.step ?? ""))],
  [".copy", (button) => copyBy(button, needed(".copied, .to-say", neededAround(button, ".next-step")))],
  [".calendar", (button, box) => saveCalendar(box, button)],
  ["[data-act]", (button, box) => acts[button.dataset.act ?? ""](box)],
  ["[data-change]", (button, box) => change(box, button.dataset.change ?? "")],
  [".problem-summary a", (link, _, event) => {
    event.preventDefault();
    const field = document.getElementById(/** @type {HTMLAnchorElement} */ (link).hash.slice(1));
    if (field) leadTo(neededAround(field, ".question"), field);
  }],
];

document.addEventListener("click", (event) => {
  for (const [selector, act] of presses) {
    const pressed = reached(event, `.calculator ${selector}`);
    if (pressed) act(pressed, neededAround(pressed, ".calculator"), event);
  }
});

// What is folded away on the screen, or not yet there, would be missing on paper.
window.addEventListener("beforeprint", () => {
  for (const details of each(".calculator .answer details")) details.setAttribute("open", "");
  each(".calculator").forEach(sign);
});

if (canRunPython()) {
  for (const words of each(".no-script-came")) words.remove();
  comeBack();
}
