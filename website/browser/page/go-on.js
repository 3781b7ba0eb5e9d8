// One question on, where they are shown one at a time. What was typed so far is looked at first, once Python
// is there: what cannot be used is told at its question, and stays. Nobody waits for Python, and nothing has
// to be answered: what is missing is told at the end.

import { leadTo, tellBeside } from "./answer.js";
import { each, needed } from "./element.js";
import { answersOf } from "./form.js";
import { ask, isThere } from "./python.js";
import { begunSoFar, controlOf, hasSomething, takeStep, turnOf } from "./stepwise.js";

const LONGEST = 2000; // milliseconds for which a reader is kept from going on

/** The turn in which a look has not ended yet, by the calculator. @type {WeakMap<HTMLElement, number>} */
const looking = new WeakMap();

/** @param {HTMLElement} box */
export async function goOnUnlessFaulty(box) {
  const turn = turnOf(box);
  if (looking.get(box) === turn) return;
  if (isThere()) {
    looking.set(box, turn);
    const problems = await problemsIn(box);
    looking.delete(box);
    // Who has gone back or begun anew meanwhile is led nowhere, and told nothing of what was there before.
    if (turnOf(box) !== turn) return;
    const faulty = problems && tellSoFar(box, problems);
    if (faulty) return leadTo(needed("form", box), controlOf(faulty));
  }
  leadTo(...takeStep(box, "on"));
}

/**
 * The first question so far with something in it that cannot be used; it is told beside each. In a group,
 * too, a field in which nothing stands may be left so.
 * @param {HTMLElement} box
 * @param {import("./python.js").Named} problems
 */
function tellSoFar(box, problems) {
  const begun = begunSoFar(box);
  for (const step of begun) {
    for (const question of [step, ...each("[data-question]", step)]) {
      tellBeside(question, hasSomething(question) ? problems : {});
    }
  }
  return begun.find((step) => step.querySelector("[aria-invalid]"));
}

/**
 * What cannot be used, or nothing where Python has not said it in time: then what was told stays.
 * @param {HTMLElement} box
 * @returns {Promise<import("./python.js").Named | undefined>}
 */
async function problemsIn(box) {
  const question = { name: box.dataset.calculator, language: box.lang, answers: answersOf(box) };
  /** @type {Promise<undefined>} */
  const tooLate = new Promise((done) => setTimeout(done, LONGEST));
  const reply = await Promise.race([ask(question, () => {}).catch(() => undefined), tooLate]);
  return reply && (reply.problems ?? {});
}
