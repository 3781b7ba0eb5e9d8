// Whoever knows a case that should come out otherwise gets it as a file of a case and as a letter, to send
// it by themselves. Nothing is sent. The words lie in the page as <template data-told="…">.

import { each, needed } from "./element.js";
import { copyBy } from "./result.js";

const box = /** @type {HTMLElement | null} */ (document.querySelector(".other-case"));
const PARTS = ["year", "month", "day"];
const NAME = /^[a-z]\w*(\.\w+)*$/; // of a control
const FORM = /\/rechner\/[^/]+\/?$/; // where one is

// Which calculator stands at which address, by the list of this page.
const calculators = new Map(
  each("article td a[id]").map((link) => [
    link instanceof HTMLAnchorElement ? lastPart(link.pathname) : "",
    link.id.replace(/-/g, "_"),
  ]),
);

/** @param {string} path */
function lastPart(path) {
  return path.split("/").filter(Boolean).pop() ?? "";
}

/** @param {string} text */
function addressIn(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** On one line, without what a file of TOML cannot hold. @param {string} text */
const even = (text) =>
  text
    .replace(/\s+/g, " ")
    .replace(/([\ud800-\udbff][\udc00-\udfff])|[\u0000-\u001f\u007f\ud800-\udfff]/g, "$1")
    .trim();
/** @param {string} text */
const quoted = (text) => JSON.stringify(even(text));

/** @param {string} text */
function value(text) {
  if (text === "yes" || text === "no") return String(text === "yes");
  // "12.000" is twelve thousand to whoever typed it.
  return /^(0|[1-9]\d*)(,\d+)?$/.test(text) ? text.replace(",", ".") : quoted(text);
}

/** @param {string[]} found */
function day(found) {
  const [year, month, day] = found.map((part) => part.trim().padStart(2, "0"));
  const iso = `${year}-${month}-${day}`;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(iso) && new Date(`${iso}T00:00Z`).toJSON()?.startsWith(iso);
  return isDay ? iso : quoted(`${day}. ${month} ${year}`);
}

/**
 * The answers of a form, by their names of controls: "on.day", "prescriptions.2.kind".
 * @param {[string, string][]} pairs
 */
function given(pairs) {
  /** @type {Map<string, Map<string, string[]>>} */
  const rows = new Map();
  for (const [control, text] of pairs) {
    const [, row = "", field] = /^(\w+\.\d+)\.(.+)$/.exec(control) ?? ["", "", control];
    const fields = rows.get(row) ?? new Map();
    fields.set(field, [...(fields.get(field) ?? []), text]);
    rows.set(row, fields);
  }
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [row, fields] of rows) {
    const group = row.split(".")[0];
    groups.set(group, [...(groups.get(group) ?? []), written(fields)]);
  }
  const [own = ""] = groups.get("") ?? [];
  groups.delete("");
  /** @type {(rows: string[]) => string} */
  const list = (rows) => rows.map((row) => `{ ${row} }`).join(", ");
  const others = [...groups].map(([group, found]) => `${group} = [${list(found)}]`);
  return `{ ${[own, ...others].filter(Boolean).join(", ")} }`;
}

/** @param {Map<string, string[]>} fields */
function written(fields) {
  /** @type {Map<string, string>} */
  const entries = new Map();
  for (const [field, texts] of fields) {
    const [name, part] = field.split(".");
    const parts = PARTS.map((each) => fields.get(`${name}.${each}`)?.[0] ?? "");
    if (part && parts.every(Boolean)) entries.set(name, day(parts));
    else entries.set(name, texts.length > 1 ? `[${texts.map(value).join(", ")}]` : value(texts[0]));
  }
  return [...entries].map(([name, text]) => `${name} = ${text}`).join(", ");
}

/**
 * @param {HTMLElement} box
 * @param {string} name
 */
const typed = (box, name) => needed(`[name="${name}"]`, box, HTMLTextAreaElement).value.trim();

/** @param {HTMLElement} box */
function write(box) {
  const address = addressIn(typed(box, "address"));
  const calculator = calculators.get(lastPart(address?.pathname ?? ""));
  const pairs = [...new URLSearchParams(address?.hash.slice(1))].filter(([, text]) => text);
  const isTyped = ["shows", "expected", "source"].every((name) => typed(box, name));
  const isForm = address?.origin === location.origin && FORM.test(address.pathname);
  const isOurs = isForm && pairs.every(([name]) => NAME.test(name));
  const isWhole = calculator && isOurs && pairs.length && isTyped;
  const incomplete = needed('template[data-told="incomplete"]', box).innerHTML;
  needed("[role=alert]", box).textContent = isWhole ? "" : incomplete;
  needed(".other-case__made", box).hidden = !isWhole;
  if (!isWhole) return;
  const file = [
    `# ${calculator}: ${even(typed(box, "expected"))}`,
    "[[case]]",
    `shows = ${quoted(typed(box, "shows"))}`,
    `source = ${quoted(typed(box, "source"))}`,
    `given = ${given(pairs)}`,
    'expect = { verdict = "" }',
  ].join("\n");
  const letter = needed('template[data-told="letter"]', box).innerHTML;
  /** @type {Record<string, string>} */
  const words = { address: address?.href ?? "", file };
  for (const name of ["shows", "expected", "source"]) words[name] = typed(box, name);
  needed("textarea.file", box, HTMLTextAreaElement).value = file;
  needed("textarea.letter", box, HTMLTextAreaElement).value = letter.replace(
    /\{(\w+)\}/g,
    (_, name) => words[name],
  );
}

if (box) {
  needed(".write", box).addEventListener("click", () => write(box));
  for (const button of each("button[data-copy]", box)) {
    const source = needed(`textarea.${button.dataset.copy}`, box, HTMLTextAreaElement);
    button.addEventListener("click", () => copyBy(button, source));
  }
  box.hidden = false;
}
