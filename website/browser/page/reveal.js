// Opens what is folded around the place that an address or a link leads to. Newer browsers do so by themselves.

function reveal() {
  const place = document.querySelector(":target");
  if (!place) return;
  let opened = false;
  for (let box = place.closest("details:not([open])"); box; box = box.parentElement.closest("details:not([open])")) {
    box.open = opened = true;
  }
  if (opened) place.scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();
