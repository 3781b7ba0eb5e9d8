// Opens a calculator with the answers that stand behind the # of its address, and makes such an
// address of what was typed. No browser sends that part to a server. It only ever becomes the content
// of fields that are there, as far as the form allows it; whatever else it holds is left out, and the
// reader is told. The sentences lie in the page as <template data-link="…">.

import { prepare } from "./calculator.js";
import { carryTo, leavingBy, takeHere } from "./carried.js";
import { each, fieldsIn, isTick, needed, neededAround } from "./element.js";
import { arrange } from "./form.js";
import { canRunPython } from "./python.js";
import { copyBy } from "./result.js";

const LONGEST = 4000; // characters of all answers together
const FOR_EMBED = new Set(["farben", "farbe"]); // embed.js reads these
const LANGUAGE = "sprache"; // whoever wants another one than the page has is told that it is left out
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
const LETTER = "#letter"; // where the letter is, wherever that is
// The dotted name of a control, as calculators/engine/name.py writes it, begins with its question.
/** @param {string} name */
const questionOf = (name) => name.split(".")[0];

/**
 * @typedef {import("./element.js").Field} Field
 * @typedef {import("./carried.js").Answer} Answer
 */

const box = needed(".calculator");
// No browser that cannot compute uses it.
const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
const offer = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".share"));
// An answer that the page repeats above.
const [toldAlready] = each(".price-told").map(({ dataset }) => dataset.told);
/** @param {string} name */
const fieldsOf = (name) => fieldsIn(form).filter((field) => field.name === name);

/** @param {string} name */
function say(name) {
  const words = needed(`template[data-link="${name}"]`, document, HTMLTemplateElement);
  const place = needed(".link-told");
  place.textContent = "";
  place.append(words.content.cloneNode(true));
}

/** @returns {Answer[]} */
function answersInTheAddress() {
  const text = location.hash.slice(1);
  if (text.length > LONGEST) return [["", "too much"]];
  const given = [...new URLSearchParams(text)].filter(([, value]) => value !== "");
  return given.filter(([name, value]) => !FOR_EMBED.has(name) && !(name === LANGUAGE && value === box.lang));
}

/**
 * Whether the answer is one that the form could have been given.
 * @param {Answer} answer
 */
function fill([name, value]) {
  const fields = fieldsOf(name);
  const field =
    fields.find((field) => isTick(field) && field.value === value) ??
    fields.find((field) => !isTick(field));
  if (!field) return false;
  if (field.type === "hidden") return field.value === value;
  if (isTick(field)) Object.assign(field, { checked: true });
  else if (field.matches("select")) field.value = value;
  else if (isPlausible(field, value)) field.value = value;
  if (field.value !== value) return false;
  if (field.closest(".day")) leaveUnknown(neededAround(field, "[data-question]"));
  if (!(isTick(field) && field.defaultChecked)) field.closest("details")?.setAttribute("open", "");
  return true;
}

/**
 * A form may have that chosen from the start.
 * @param {Element} question
 */
function leaveUnknown(question) {
  /** @type {HTMLInputElement | null} */
  const unknown = question.querySelector(":scope > .choice [type=checkbox]");
  if (unknown?.defaultChecked) unknown.checked = false;
}

/**
 * @param {Field} field
 * @param {string} value
 */
function isPlausible({ maxLength = Infinity }, value) {
  return value.length <= maxLength && !UNSEEN.test(value);
}

// Within another site's page the answers are the host's, and no sign that a reader wants to compute anything.
function open() {
  const carried = takeHere("answers");
  if (!carried.length && !location.hash.includes("=")) return; // an anchor of the page, or nothing
  const given = carried.length ? carried : answersInTheAddress();
  if (!given.length) return;
  form.reset();
  const used = given.filter(fill);
  arrange();
  if (used.length < given.length) say("ignored");
  else if (!used.every(([name]) => name === toldAlready)) say("filled");
  if (!used.length || window !== window.top) return;
  prepare();
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// What the form shows and somebody answered; what does not apply is hidden.
function answered() {
  const fields = fieldsIn(form).filter((field) => !field.closest("[hidden]"));
  return fields.filter((field) => (isTick(field) ? field.checked : field.value.trim()));
}

// From the calculator to the letter and back, and to the same page in another language, goes what both have
// been told, and nothing is typed twice.
/** @param {MouseEvent} event */
function carry(event) {
  const link = leavingBy(event, `a[href$="${LETTER}"], a.carries`);
  if (!link || link.pathname === location.pathname) return;
  // What a form had chosen from the start, nobody has said.
  const fields = answered().filter((field) => !(isTick(field) && field.defaultChecked));
  const isSame = link.matches(".site-languages a"); // the same page in another language
  if (!isSame && !fields.some(({ name, value }) => name === "kind" && value === "refused")) return;
  carryTo(link.pathname, "answers", fields.map(({ name, value }) => [name, value.trim()]));
}

/** @param {HTMLDetailsElement} offer */
function offerLink(offer) {
  if (!offer.open) return;
  const plain = new Set(JSON.parse(offer.dataset.plain ?? "[]"));
  const all = /** @type {HTMLInputElement | null} */ (offer.querySelector(".with-health"))?.checked;
  const fields = answered();
  const told = fields.filter(({ name }) => all || plain.has(questionOf(name)));
  const address = new URL(location.href);
  address.search = "";
  address.hash = String(new URLSearchParams(told.map(({ name, value }) => [name, value.trim()])));
  needed(".address", offer, HTMLTextAreaElement).value = address.href;
  needed(".left-out", offer).hidden = told.length === fields.length;
}

// Whoever begins anew finds an empty form, even after loading the page anew. Colours stay.
function forget() {
  const wish = [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => FOR_EMBED.has(name));
  const rest = String(new URLSearchParams(wish));
  if (location.hash.includes("=")) {
    history.replaceState(history.state, "", rest ? `#${rest}` : location.pathname);
  }
}

if (canRunPython()) {
  open();
  // A second link that a reader opens counts as the first does. What a host writes there later would take
  // away what somebody typed, and put something else in its place.
  if (window === window.top) window.addEventListener("hashchange", open);
  document.addEventListener("erase", forget);
  document.addEventListener("click", carry);
}

if (offer && canRunPython()) {
  offer.hidden = false;
  const look = () => offerLink(offer);
  offer.addEventListener("toggle", look);
  for (const change of ["input", "change", "click"]) document.addEventListener(change, look);
  const button = needed(".copy-link", offer);
  button.addEventListener("click", () => copyBy(button, needed(".address", offer)));
}
