// Buttons that copy a sentence of the page: data-copies names its element, data-done what is said then.
// They are in the page hidden, and shown where a browser can copy.

import { each, neededById } from "./element.js";
import { copyBy } from "./result.js";

if (navigator.clipboard) {
  for (const button of each("button[data-copies]")) {
    button.addEventListener("click", () => copyBy(button, neededById(button.dataset.copies)));
    button.hidden = false;
  }
}
