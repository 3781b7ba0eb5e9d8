// What a reader takes along of an answer: copied, or saved as a file made here. Both work offline,
// and nothing that was computed leaves the device.

import { needed } from "./element.js";
import { dayLanguage } from "./lapse.js";

const KEPT = 60_000; // milliseconds in which the browser can fetch a file that was made

/**
 * The answer as plain text, and when it came, by the calculator.
 * @type {WeakMap<HTMLElement, { text: string, came: Date }>}
 */
const answers = new WeakMap();

/**
 * Addresses on this site become whole ones: the text goes where there is no site around it. They lead where
 * the links of the answer do: in another language, some lead to German pages.
 * @param {HTMLElement} box
 * @param {string} text
 */
export function remember(box, text) {
  const links = linksIn(needed(".answer", box));
  /** @type {(found: string, words: string, address: string) => string} */
  const whole = (_, words, address) => {
    const link = links.find(({ textContent }) => isCalled(textContent ?? "", words.replace(/^- /, "")));
    return `${words}: ${link?.href ?? new URL(address, location.href).href}`;
  };
  answers.set(box, { text: text.replace(/^(.*): (\.\.\/\S+)$/gm, whole), came: new Date() });
}

/** @param {HTMLElement} answer @returns {HTMLAnchorElement[]} */
const linksIn = (answer) => [...answer.querySelectorAll("a")];

// Behind its name a link may say in which language the page is.
/** @param {string} link @param {string} words */
const isCalled = (link, words) => link === words || link.startsWith(`${words} `);

/** @param {HTMLElement} box */
export const textOf = (box) => `${answers.get(box)?.text ?? ""}\n\n${sign(box)}\n`;

/**
 * Below the answer stands when and where it was computed; only paper and file show it. So the day is
 * put into words no sooner: the first time, that takes a browser longer than the whole answer.
 * @param {HTMLElement} box
 */
export function sign(box) {
  const line = needed(".made", box);
  const { came = new Date() } = answers.get(box) ?? {};
  const language = box.lang === document.documentElement.lang ? dayLanguage() : box.lang;
  const day = came.toLocaleDateString(language, { dateStyle: "long" });
  const address = location.origin + location.pathname;
  const words = (line.dataset.words ?? "").replace("{day}", day).replace("{address}", address);
  line.textContent = words;
  return words;
}

/**
 * Whether it worked: a browser may not allow it, inside another site's page or without https.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * By a button, which then says so; what could not be copied is selected, for the reader to copy.
 * @param {HTMLElement} button
 * @param {HTMLElement | HTMLInputElement | HTMLTextAreaElement} source
 */
export async function copyBy(button, source) {
  const text = "value" in source ? source.value : source.innerText;
  if (await copy(text)) button.textContent = button.dataset.done ?? "";
  else if ("select" in source) source.select();
  else getSelection()?.selectAllChildren(source);
}

/**
 * The case at work, a random word and how often it was saved, by the calculator.
 * @type {WeakMap<HTMLElement, { word: string, saved: number }>}
 */
const cases = new WeakMap();

/**
 * Python leaves three gaps in a calendar file, for it has no clock and no dice. As long as the form is
 * not begun anew, a later file of the same paper takes the place of the earlier one (RFC 5545).
 * @param {HTMLElement} box
 * @param {HTMLElement} button
 */
export function saveCalendar(box, { dataset }) {
  const { word = randomWord(), saved = 0 } = cases.get(box) ?? {};
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  /** @type {Record<string, string | number>} */
  const values = { case: word, revision: saved, stamp };
  /** @type {(found: string, field: string, gap: string) => string} */
  const fill = (_, field, gap) => field + values[gap];
  const text = JSON.parse(dataset.calendar ?? "").replace(/^(UID:|SEQUENCE:|DTSTAMP:)\{(\w+)\}/gm, fill);
  cases.set(box, { word, saved: saved + 1 });
  save(dataset.file ?? "", text, "text/calendar");
}

/** @param {HTMLElement} box */
export const beginCase = (box) => cases.delete(box);

function randomWord() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} name
 * @param {string} text
 */
export function save(name, text, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, KEPT, link.href);
}
