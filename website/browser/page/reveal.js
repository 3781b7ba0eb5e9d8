// Opens what is folded around the place that an address or a link leads to. Newer browsers do so by
// themselves.

/**
 * The nearest around it that is folded, if any is.
 * @param {Element} place
 * @returns {HTMLDetailsElement | null}
 */
const folded = (place) => place.closest("details:not([open])");

function reveal() {
  const place = document.querySelector(":target");
  if (!place) return;
  let opened = false;
  for (let box = folded(place); box; box = folded(box)) {
    box.open = opened = true;
  }
  if (opened) place.scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();
