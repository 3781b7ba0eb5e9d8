// Where the browser knows no popovers, the button of a term would do nothing. There it leads to the
// entry in the glossary, and the note that would pop up, with a link to that entry, is not needed.

/** @param {Event} event */
function follow({ target }) {
  const term = target instanceof Element && target.closest("button.term");
  if (!term) return;
  /** @type {HTMLElement | null} */
  const way = document.querySelector(`#${term.getAttribute("popovertarget")} .term-note__ways a`);
  way?.click();
}

if (!("popover" in HTMLElement.prototype)) {
  document.documentElement.classList.add("no-popover");
  document.addEventListener("click", follow);
}
