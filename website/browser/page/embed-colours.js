// The colours that another site may choose for an embedded calculator: light or dark, and an accent.
// An accent is taken only where all that is written in it or on it keeps a contrast of 7:1.

const ENOUGH = 7;
const TINT = 0.06; // so much of the accent is in the quiet ground that goes with it
const SCHEMES = new Map([["hell", "default"], ["dunkel", "slate"]]);
const NAMES = ["paper", "surface", "warm-soft", "on-accent", "ink", "ink-soft"]; // of site.css

// The schemes that a reader may get to see: the one that was asked for, or as the device has it.
export const schemes = (look) => (SCHEMES.has(look) ? [SCHEMES.get(look)] : [...SCHEMES.values()]);

// The parts of "10514d", "#10514d" or "#fff"; undefined for all else.
export function colour(text) {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text ?? "")?.[1];
  if (!digits) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  return [0, 2, 4].map((place) => parseInt(long.slice(place, place + 2), 16));
}

// What the accent sets in a scheme, or undefined where it could not be read.
export function accent(text, scheme) {
  const wanted = colour(text);
  if (!wanted) return undefined;
  const site = palette(scheme);
  const tint = wanted.map((part, place) => Math.round(part * TINT + site.surface[place] * (1 - TINT)));
  const pairs = [
    ...[site.paper, site.surface, site["warm-soft"], site["on-accent"], tint].map((ground) => [wanted, ground]),
    ...[site.ink, site["ink-soft"]].map((text) => [text, tint]),
  ];
  if (pairs.some(([one, other]) => contrast(one, other) < ENOUGH)) return undefined;
  return { "--accent": written(wanted), "--accent-soft": written(tint) };
}

function palette(scheme) {
  const sample = document.createElement("i");
  sample.dataset.mdColorScheme = scheme;
  document.body.append(sample);
  const style = getComputedStyle(sample);
  const found = NAMES.map((name) => [name, colour(style.getPropertyValue(`--${name}`).trim())]);
  sample.remove();
  return Object.fromEntries(found);
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

// As WCAG 2 reckons it.
function luminance(parts) {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const written = (parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
