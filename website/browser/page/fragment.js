// Opens a calculator with the answers that stand behind the # of its address, and makes such an
// address of what was typed. No browser sends that part to a server. It only ever becomes the content
// of fields that are there, as far as the form allows it; whatever else it holds is left out, and the
// reader is told. The sentences lie in the page as <template data-link="…">.

import { arrange, prepare } from "./calculator.js";
import { canRunPython } from "./python.js";
import { copyBy } from "./result.js";

const LONGEST = 4000; // characters of all answers together
const FOR_EMBED = new Set(["farben", "farbe"]); // embed.js reads these
const LANGUAGE = "sprache"; // whoever wants another one than the page has is told that it is left out
const LETTER = "#letter"; // where the letter is, wherever that is
// The dotted name of a control, as calculators/engine/name.py writes it, begins with its question.
const questionOf = (name) => name.split(".")[0];
const isTick = (field) => /radio|checkbox/.test(field.type);

const box = document.querySelector(".calculator");
const form = box.querySelector("form");
const offer = document.querySelector(".share");
const toldAlready = document.querySelector(".price-told")?.dataset.told; // an answer that the page repeats above
const fieldsOf = (name) => [...form.querySelectorAll("input, select")].filter((field) => field.name === name);

function say(name) {
  const words = document.querySelector(`template[data-link="${name}"]`);
  const place = document.querySelector(".link-told");
  place.textContent = "";
  place.append(words.content.cloneNode(true));
}

function answersInTheAddress() {
  const text = location.hash.slice(1);
  if (text.length > LONGEST) return [["", "too much"]];
  const given = [...new URLSearchParams(text)].filter(([, value]) => value !== "");
  return given.filter(([name, value]) => !FOR_EMBED.has(name) && !(name === LANGUAGE && value === box.lang));
}

// Whether the answer is one that the form could have been given.
function fill([name, value]) {
  const fields = fieldsOf(name);
  const field =
    fields.find((field) => isTick(field) && field.value === value) ??
    fields.find((field) => !isTick(field));
  if (!field) return false;
  if (field.type === "hidden") return field.value === value;
  if (isTick(field)) field.checked = true;
  else if (field.matches("select")) field.value = value;
  else if (isPlausible(field, value)) field.value = value;
  if (field.value !== value) return false;
  if (field.closest(".day")) leaveUnknown(field.closest("[data-question]"));
  if (!(isTick(field) && field.defaultChecked)) field.closest("details")?.setAttribute("open", "");
  return true;
}

// A form may have that chosen from the start.
function leaveUnknown(question) {
  const unknown = question.querySelector(":scope > .choice [type=checkbox]");
  if (unknown?.defaultChecked) unknown.checked = false;
}

function isPlausible({ maxLength }, value) {
  return value.length <= maxLength && !/\p{C}/u.test(value);
}

// Within another site's page the answers are the host's, and no sign that a reader wants to reckon.
function open() {
  const carried = answersCarriedHere();
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
  const fields = [...form.querySelectorAll("input, select")].filter((field) => !field.closest("[hidden]"));
  return fields.filter((field) => (isTick(field) ? field.checked : field.value.trim()));
}

// From the calculator to the letter and back goes what both have been told, and nothing is typed twice. It
// goes by the name of the tab, which no browser writes down, and which the next page takes away.
function carry({ target, ctrlKey, metaKey, shiftKey }) {
  const link = target.closest?.(`a[href$="${LETTER}"], a.carries`);
  if (!link || link.pathname === location.pathname || ctrlKey || metaKey || shiftKey) return;
  // What a form had chosen from the start, nobody has said.
  const fields = answered().filter((field) => !(isTick(field) && field.defaultChecked));
  if (!fields.some(({ name, value }) => name === "kind" && value === "refused")) return;
  const answers = fields.map(({ name, value }) => [name, value.trim()]);
  window.name = JSON.stringify({ to: link.pathname, answers });
}

function answersCarriedHere() {
  if (window !== window.top || !window.name.startsWith("{")) return [];
  try {
    const { to, answers } = JSON.parse(window.name);
    return to === location.pathname ? answers.filter((pair) => pair.every((text) => typeof text === "string")) : [];
  } catch {
    return []; // a name that somebody else gave it
  } finally {
    window.name = "";
  }
}

function offerLink() {
  if (!offer.open) return;
  const plain = new Set(JSON.parse(offer.dataset.plain));
  const all = offer.querySelector(".with-health")?.checked;
  const fields = answered();
  const told = fields.filter(({ name }) => all || plain.has(questionOf(name)));
  const address = new URL(location.href);
  address.search = "";
  address.hash = new URLSearchParams(told.map(({ name, value }) => [name, value.trim()]));
  offer.querySelector(".address").value = address.href;
  offer.querySelector(".left-out").hidden = told.length === fields.length;
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
  offer.addEventListener("toggle", offerLink);
  for (const change of ["input", "change", "click"]) document.addEventListener(change, offerLink);
  const address = offer.querySelector(".address");
  offer.querySelector(".copy-link").addEventListener("click", ({ target }) => copyBy(target, address));
}
