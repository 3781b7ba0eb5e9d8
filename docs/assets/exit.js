// "Schnell verlassen": the page that follows takes this one's place in the history of the tab, so that
// Back does not lead here. On a slow line it takes a while to come, and nothing may be seen until then.

for (const link of document.querySelectorAll(".site-exit")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.title = link.hostname;
    document.body.replaceChildren(); // and with it what was typed
    history.replaceState(null, "");
    location.replace(link.href);
  });
}
