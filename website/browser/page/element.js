// Elements that must be there. Where one is missing, the error names it; elsewhere, querySelector does.

/**
 * What a reader answers in. A list has none of what only boxes have.
 * @typedef {"checked" | "defaultChecked" | "defaultValue" | "maxLength"} OfBoxes
 * @typedef {HTMLSelectElement & Partial<Record<OfBoxes, undefined>>} List
 * @typedef {HTMLInputElement | List} Field
 */

/**
 * The first element that fits, or an error that names the selector, and the kind where it is another one.
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [place]
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function needed(selector, place = document, kind) {
  const found = place.querySelector(selector);
  return proved(found, `${selector} in ${nameOf(place)}`, kind);
}

/**
 * The element itself or the nearest around it that fits, or an error that names the selector.
 * @template {Element} [T=HTMLElement]
 * @param {Element} element
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function neededAround(element, selector, kind) {
  return proved(element.closest(selector), `${selector} around ${nameOf(element)}`, kind);
}

/**
 * The element with an id, or an error that names it.
 * @template {Element} [T=HTMLElement]
 * @param {string | undefined} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function neededById(id, kind) {
  return proved(document.getElementById(id ?? ""), `#${id} in the page`, kind);
}

/**
 * @template {Element} T
 * @param {Element | null} found
 * @param {string} what
 * @param {(new () => T)} [kind]
 * @returns {T}
 */
function proved(found, what, kind) {
  if (!found) throw new Error(`There is no ${what}.`);
  if (kind && !(found instanceof kind)) throw new Error(`${what} is no ${kind.name}.`);
  return /** @type {T} */ (found);
}

/** @param {ParentNode} place */
function nameOf(place) {
  if (!(place instanceof Element)) return "the page";
  return place.tagName.toLowerCase() + [...place.classList].map((name) => `.${name}`).join("");
}

/**
 * The element in which something happened, or the nearest around it, if one fits.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function reached({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/**
 * Give it a mark that has no value, or take it away.
 * @param {Element} element
 * @param {string} name
 * @param {boolean} on
 */
export function flag(element, name, on) {
  if (on) element.setAttribute(name, "");
  else element.removeAttribute(name);
}

/**
 * All that fit, as elements of a page.
 * @param {string} selector
 * @param {ParentNode} [place]
 * @returns {HTMLElement[]}
 */
export function each(selector, place = document) {
  return [...place.querySelectorAll(selector)].map((element) => /** @type {HTMLElement} */ (element));
}

/**
 * What a reader answers in, in this place.
 * @param {ParentNode} place
 * @param {string} [selector]
 * @returns {Field[]}
 */
export function fieldsIn(place, selector = "input, select") {
  return [...place.querySelectorAll(selector)].map((field) => /** @type {Field} */ (field));
}

/** @param {Field} field */
export const isTick = (field) => field.type === "radio" || field.type === "checkbox";
