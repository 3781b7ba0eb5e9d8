// What a reader takes along of a letter, a card or a poster: printed, copied, or handed to whatever the
// device offers for sharing. All of it happens on the device; the words lie in the page.

import { copy } from "./result.js";

const TYPED = "input[type=text], input[type=tel], textarea";
const LINES = ".letter__field, li, dt, dd, tr"; // one below the other
const BLOCKS = "p, h2, h3, ul, ol, dl, table, section, div"; // with an empty line around them
const isSeen = (element) => element.getClientRects().length > 0;

const sheetsOf = (group) => [...document.querySelectorAll(group.dataset.of)].filter(isSeen);
const textOf = (sheets) => sheets.map((sheet) => tidy(read(sheet))).join("\n\n");

// What stands there for a reader: what was typed in place of its field, and what was not as a gap that
// names what belongs in it. A sentence without its tick or its words is left out, as it is in print; so is
// what an insurer can do without, for which paper leaves a line to write on (.letter__known).
function read(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || !isSeen(node) || node.matches("[type=checkbox]")) return "";
  if (node.matches("br")) return "\n";
  if (node.matches(TYPED)) return node.value.trim() || gap(node);
  if (node.matches("label") && isTyped(node.control) && isNamedByItsLabel(node.control)) return "";
  if (node.matches(".letter__option, .letter__known") && isLeftOut(node)) return "";
  const words = [...node.childNodes].map(read).join("");
  if (node.matches("td, th")) return `${words} `;
  if (node.matches(LINES)) return `${words}\n`;
  return node.matches(BLOCKS) ? `\n${words}\n` : words;
}

const isTyped = (field) => field?.matches(TYPED) ?? false;
const isNamedByItsLabel = (field) => Boolean(field.closest(".letter__field, .sheet__field, .letter__own"));
const gap = (field) => (isNamedByItsLabel(field) ? `[${field.labels[0].innerText.trim()}]` : "[…]");

function isLeftOut(option) {
  const tick = option.querySelector("[type=checkbox]");
  return tick ? !tick.checked : ![...option.querySelectorAll(TYPED)].every((field) => field.value.trim());
}

const tidy = (text) => text.replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").replace(/\n{3,}/g, "\n\n").trim();

function offered(group) {
  const address = location.origin + location.pathname;
  const { title } = document;
  return group.dataset.share === "text" ? { title, text: textOf(sheetsOf(group)) } : { title, url: address };
}

function say(group, state) {
  const place = group.querySelector(".told");
  place.textContent = "";
  place.append(group.querySelector(`template[data-state="${state}"]`).content.cloneNode(true));
}

// What is folded would be missing on paper and in what is copied.
function unfold(group) {
  for (const sheet of document.querySelectorAll(group.dataset.of)) sheet.closest("details")?.setAttribute("open", "");
}

const takes = {
  print: () => window.print(),
  async copy(group) {
    unfold(group);
    const sheets = sheetsOf(group);
    const copied = await copy(textOf(sheets));
    if (!copied) getSelection().selectAllChildren(sheets[0]);
    say(group, copied ? "copied" : "not_copied");
  },
  // Whoever changes their mind there is told nothing.
  share: (group) => navigator.share(offered(group)).catch((error) => console.info("take-along:", error.name)),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take]");
  if (button) takes[button.dataset.take](button.closest(".take-along"));
});

window.addEventListener("beforeprint", () => document.querySelectorAll(".take-along").forEach(unfold));

for (const group of document.querySelectorAll(".take-along")) {
  group.querySelector("[data-take=share]").hidden = !navigator.share;
  group.hidden = false;
}
