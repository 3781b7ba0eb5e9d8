// A calculator beyond one answer: begun anew, so that nothing of it comes back, or found again after going
// back.

import { forgetAnswer, leadTo } from "./answer.js";
import { needed } from "./element.js";
import { arrange, emptyForm, isBegun } from "./form.js";
import { beginCase } from "./result.js";
import { beginSteps, countTurn } from "./stepwise.js";

/**
 * Asks first, where there is something to lose.
 * @param {HTMLElement} box
 */
export function restart(box) {
  if (!isBegun(box)) return erase(box);
  countTurn(box);
  const sure = needed(".sure", box);
  sure.hidden = false;
  sure.focus();
}

/** @param {HTMLElement} box */
export function keep(box) {
  needed(".sure", box).hidden = true;
  needed("[data-act=restart]", box).focus();
}

/**
 * Nothing of it comes back, even for whoever loads the page anew.
 * @param {HTMLElement} box
 */
export function erase(box) {
  box.dispatchEvent(new Event("erase", { bubbles: true })); // fragment.js knows what stands in the address
  beginCase(box);
  beginSteps(box);
  emptyForm(box);
  needed(".sure", box).hidden = true;
  forgetAnswer(box);
  arrange();
  turnToForm(box);
}

/** @param {HTMLElement} box */
export function turnToForm(box) {
  leadTo(needed("form", box));
}

/** What is in the page shows what fits the answers that are typed there, also after going back. */
export function comeBack() {
  arrange();
  window.addEventListener("pageshow", arrange);
}
