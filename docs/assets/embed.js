// What a calculator does beside reckoning when it stands in another site's page: it takes the colours
// that its host chose, opens links in a window of their own, and tells the host how high it is. No
// answer ever leaves the frame. What a reader may be told lies in the page as <template data-notice="…">.

import { accent, schemes } from "./embed-colours.js";

const framed = window !== window.top;
const locked = window.origin === "null"; // a frame in which no worker may be, and so no Python
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
let wish;

function say(name, applies) {
  const place = document.querySelector(".embed-notices");
  place.querySelector(`[data-notice="${name}"]`)?.remove();
  const words = document.querySelector(`template[data-notice="${name}"]`);
  if (applies) place.append(words.content.cloneNode(true));
}

function dress() {
  const possible = schemes(wish.get("farben"));
  const [scheme] = possible.length > 1 && dark.matches ? possible.slice(1) : possible;
  const wanted = wish.get("farbe");
  root.dataset.mdColorScheme = scheme;
  const own = accent(wanted, scheme) ?? {};
  for (const name of ["--accent", "--accent-soft"]) root.style.setProperty(name, own[name] ?? "");
  say("colour", wanted && !possible.some((each) => accent(wanted, each)));
}

// An anchor is no wish, and takes none back.
function listen() {
  if (wish && !location.hash.includes("=")) return;
  wish = new URLSearchParams(location.hash.slice(1));
  dress();
}

const page = (address) => address.split("#")[0];

function aim({ target }) {
  const link = target.closest?.("a[href]");
  if (!link) return;
  const leaves = /^https?:$/.test(link.protocol) && page(link.href) !== page(location.href);
  link.target = framed && leaves ? "_blank" : "_self";
}

// The height is no secret, so it may go to any host.
function tellHeight() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  window.parent.postMessage({ soziotherapie: "height", height }, "*");
}

listen();
window.addEventListener("hashchange", listen);
dark.addEventListener("change", dress);
document.addEventListener("click", aim, true);

if (locked) {
  say("locked", true);
  document.querySelector(".calculator").hidden = true;
}

if (framed) {
  new ResizeObserver(tellHeight).observe(document.body);
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.soziotherapie === "height?") tellHeight();
  });
}
