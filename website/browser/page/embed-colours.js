// The colours that another site may choose for an embedded calculator: light or dark, and an accent.
// An accent is taken only where all that is written in it or on it keeps a contrast of 7:1.

const ENOUGH = 7;
const TINT = 0.06; // so much of the accent is in the quiet ground that goes with it
const SCHEMES = new Map([["hell", "default"], ["dunkel", "slate"]]);
// Of site.css.
const NAMES = /** @type {const} */ (["paper", "surface", "warm-soft", "on-accent", "ink", "ink-soft"]);

/**
 * Red, green and blue, from 0 to 255.
 * @typedef {number[]} Colour
 */

/**
 * The schemes that a reader may get to see: the one that was asked for, or as the device has it.
 * @param {string | null} look
 */
export function schemes(look) {
  const chosen = SCHEMES.get(look ?? "");
  return chosen ? [chosen] : [...SCHEMES.values()];
}

/**
 * The parts of "10514d", "#10514d" or "#fff"; undefined for all else.
 * @param {string | null} text
 * @returns {Colour | undefined}
 */
export function colour(text) {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text ?? "")?.[1];
  if (!digits) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  return [0, 2, 4].map((place) => parseInt(long.slice(place, place + 2), 16));
}

/**
 * What the accent sets in a scheme, or undefined where it could not be read.
 * @param {string | null} text
 * @param {string} scheme
 * @returns {Record<string, string> | undefined}
 */
export function accent(text, scheme) {
  const wanted = colour(text);
  if (!wanted) return undefined;
  const site = palette(scheme);
  const tint = wanted.map((part, place) => Math.round(part * TINT + site.surface[place] * (1 - TINT)));
  const grounds = [site.paper, site.surface, site["warm-soft"], site["on-accent"], tint];
  const texts = [site.ink, site["ink-soft"]];
  if (grounds.some((ground) => contrast(wanted, ground) < ENOUGH)) return undefined;
  if (texts.some((text) => contrast(text, tint) < ENOUGH)) return undefined;
  return { "--accent": written(wanted), "--accent-soft": written(tint) };
}

/**
 * The site's own colours in a scheme.
 * @param {string} scheme
 * @returns {Record<typeof NAMES[number], Colour>}
 */
function palette(scheme) {
  const sample = document.createElement("i");
  sample.dataset.mdColorScheme = scheme;
  document.body.append(sample);
  const style = getComputedStyle(sample);
  const found = /** @type {Record<string, Colour | undefined>} */ ({});
  for (const name of NAMES) found[name] = colour(style.getPropertyValue(`--${name}`).trim());
  sample.remove();
  return /** @type {Record<typeof NAMES[number], Colour>} */ (found);
}

/**
 * @param {Colour} one
 * @param {Colour} other
 */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * As WCAG 2 defines it.
 * @param {Colour} parts
 */
function luminance(parts) {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Colour} parts */
const written = (parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
