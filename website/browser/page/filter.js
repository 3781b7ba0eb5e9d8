// Leaves of a page's examples those with a certain word in them, given and answer included.

import { each, flag, needed } from "./element.js";

/** @type {HTMLElement | null} */
const box = document.querySelector(".filter");
const cases = each(".examples .case").map((element) => ({
  element,
  text: (element.textContent ?? "").toLowerCase(),
}));

/**
 * @param {HTMLElement} box
 * @param {HTMLInputElement} field
 */
function filter(box, field) {
  const words = field.value.toLowerCase().split(/\s+/);
  for (const { element, text } of cases) element.hidden = !words.every((word) => text.includes(word));
  const isAsked = field.value.trim() !== "";
  for (const group of each(".examples > details")) {
    group.hidden = !group.querySelector(".case:not([hidden])");
    flag(group, "open", isAsked && !group.hidden); // what is left is seen at once
  }
  const left = cases.filter(({ element }) => !element.hidden).length;
  const said = needed("template", box).innerHTML;
  const told = said.replace("{left}", String(left)).replace("{all}", String(cases.length));
  needed("[role=status]", box).textContent = told;
}

if (box) {
  const field = needed("input", box, HTMLInputElement);
  field.addEventListener("input", () => filter(box, field));
  box.hidden = false;
  filter(box, field);
}
