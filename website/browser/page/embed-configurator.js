// Writes the code with which another site shows a calculator, as its owner chooses. It starts from
// the example that stands in the page, and changes in it what was chosen. Nothing chosen is sent or
// kept. What may be said lies in the page as <template data-said="…">.

import { each, needed, neededById } from "./element.js";
import { accent, colour, schemes } from "./embed-colours.js";
import { answerOf, centsOf } from "./price.js";
import { copyBy } from "./result.js";

const home = new URL("../", import.meta.url);
const PAUSE = 500; // milliseconds without a change until the preview is made anew
const HEIGHTS = [400, 3000]; // pixels

const box = needed(".configurator");
const choices = needed(".configurator__choices", box);
/** @param {string} name */
const field = (name) => needed(`[name="${name}"]:not([type="radio"]), [name="${name}"]:checked`, choices, HTMLInputElement);
const calculators = needed('[name="calculator"]', choices, HTMLSelectElement);
/** @type {HTMLSelectElement | null} */
const language = choices.querySelector('[name="language"]'); // where there is more than one
const preview = needed("details", box, HTMLDetailsElement);
const code = needed("#embed-code", box, HTMLTextAreaElement);
const [exampleFrame, exampleScript] = code.value.split("\n");
const usualHeight = Number(field("height").value);
/** @param {string} name */
const chosen = (name) => field(name).value.trim();
/** @type {number | undefined} */
let pause;

/** @param {string} field */
function say(field, name = "") {
  /** @type {HTMLTemplateElement | null} */
  const words = box.querySelector(`template[data-said="${name}"]`);
  const place = needed(`#embed-${field}-said`, box);
  place.textContent = "";
  if (words) place.append(words.content.cloneNode(true));
}

/**
 * @param {HTMLElement} option
 * @returns {Record<string, string>}
 */
function price({ dataset }) {
  const typed = chosen("price");
  const cents = centsOf(typed);
  say("price", typed && cents === undefined ? "price" : "");
  return dataset.price && cents !== undefined ? { [dataset.price]: answerOf(cents) } : {};
}

function colours() {
  const look = chosen("look");
  const typed = chosen("colour");
  const possible = schemes(look);
  const readable = possible.filter((scheme) => accent(typed, scheme));
  const partly = readable.length < possible.length ? readable[0] ?? "refused" : "";
  say("colour", !typed ? "" : colour(typed) ? partly : "no-colour");
  return {
    ...(look && { farben: look }),
    ...(readable.length && { farbe: typed.replace("#", "") }),
  };
}

function height() {
  const typed = Number(chosen("height"));
  const [least, most] = HEIGHTS;
  const fits = Number.isInteger(typed) && typed >= least && typed <= most;
  say("height", fits ? "" : "height");
  return fits ? typed : usualHeight;
}

/**
 * @param {string} path
 * @param {Record<string, string>} answers
 */
function at(path, answers) {
  const address = new URL(path, home);
  address.hash = String(new URLSearchParams(answers));
  return address.href;
}

/** @param {string} text */
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
/** @type {(tag: string, name: string, text: string) => string} */
const withAttribute = (tag, name, text) =>
  tag.replace(new RegExp(`${name}="[^"]*"`), () => `${name}="${escaped(text)}"`);

// The calculators in the chosen language; the one that was chosen, if that language has it.
function offer() {
  const folder = language?.value ?? "";
  const slug = calculators.value.split("/").pop();
  const options = [...calculators.options];
  for (const option of options) option.hidden = option.disabled = (option.dataset.language ?? "") !== folder;
  const fitting = options.filter((option) => !option.disabled);
  const same = fitting.find(({ value }) => value === folder + slug) ?? fitting[0];
  same.selected = true;
}

function write() {
  offer();
  const [option] = calculators.selectedOptions;
  needed('[data-for="price"]', box).hidden = !option.dataset.price;
  const given = price(option);
  const frame = {
    src: at(`einbetten/${option.value}/`, { ...given, ...colours() }),
    title: option.text,
    height: height(),
  };
  const named = withAttribute(withAttribute(exampleFrame, "src", frame.src), "title", frame.title);
  const lines = [named.replace(/(height(="|: ))\d+/g, `$1${frame.height}`)];
  if (field("fit").checked) {
    lines.push(withAttribute(exampleScript, "src", at("assets/einbetten-1.js", {})));
  }
  code.value = lines.join("\n");
  needed("#embed-link", box, HTMLTextAreaElement).value = at(option.dataset.path ?? "", given);
  clearTimeout(pause);
  if (preview.open) pause = setTimeout(show, PAUSE, frame);
}

/** @param {{ src: string, title: string, height: number }} wanted */
function show(wanted) {
  const frame = Object.assign(document.createElement("iframe"), wanted);
  const place = needed("div", preview);
  place.textContent = "";
  place.append(frame);
}

for (const part of each(".configurator__choices, button, details", box)) part.hidden = false;
for (const button of each("button", box)) {
  const source = neededById(button.dataset.copies);
  button.addEventListener("click", () => copyBy(button, source));
}
choices.addEventListener("input", write);
preview.addEventListener("toggle", write);
window.addEventListener("pageshow", write); // also after going back, with what was chosen
