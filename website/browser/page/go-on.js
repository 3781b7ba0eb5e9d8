// One question on, where they are shown one at a time. What was typed so far is looked at first, once Python
// is there: what cannot be used is told at its question, and stays. Nobody waits for Python, and nothing has
// to be answered: what is missing is told at the end.

import { leadTo, tellBeside } from "./answer.js";
import { each, needed } from "./element.js";
import { answersOf } from "./form.js";
import { ask, isThere } from "./python.js";
import { begunSoFar, controlOf, takeStep } from "./stepwise.js";

const LONGEST = 2000; // milliseconds for which a reader is kept from going on

/** Where a look has not ended yet. @type {WeakSet<HTMLElement>} */
const looking = new WeakSet();

/** @param {HTMLElement} box */
export async function goOn(box) {
  if (looking.has(box)) return;
  const faulty = isThere() && (await lookAt(box));
  if (faulty) leadTo(needed("form", box), controlOf(faulty));
  else leadTo(...takeStep(box, "on"));
}

/**
 * The first question so far with something in it that cannot be used; it is told beside each.
 * @param {HTMLElement} box
 */
async function lookAt(box) {
  looking.add(box);
  const problems = await problemsIn(box);
  looking.delete(box);
  const begun = begunSoFar(box);
  for (const step of begun) {
    for (const question of [step, ...each("[data-question]", step)]) tellBeside(question, problems);
  }
  return begun.find((step) => step.querySelector("[aria-invalid]"));
}

/** @param {HTMLElement} box */
async function problemsIn(box) {
  const question = { name: box.dataset.calculator, language: box.lang, answers: answersOf(box) };
  /** @type {Promise<import("./python.js").Reply>} */
  const unanswered = new Promise((done) => setTimeout(done, LONGEST, {}));
  const reply = await Promise.race([ask(question, () => {}).catch(() => ({})), unanswered]);
  return /** @type {import("./python.js").Reply} */ (reply).problems ?? {};
}
