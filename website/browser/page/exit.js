// "Schnell verlassen": the page that follows takes this one's place in the history of the tab, and no
// page of ours that is in it from before shows anything again, by whichever way the tab comes back to
// it: Back, Forward, loading anew, a restored session. Whoever comes anew, by an address or a link, is
// shown the page they came for.
//
// It runs in the head of every page, before anything is drawn, and in every browser that shows the page:
// so here is no syntax and no method that is younger than 2015.
(function () {
  "use strict";
  var LEFT = "left"; // in the storage of the tab: how often this site was left in a hurry
  var PRESSES = 3; // of the Shift key alone, with nothing between them
  var SOON = 5000; // milliseconds, from the first to the last
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var away = script.getAttribute("data-exit") || "";
  var elsewhere = document.createElement("a");
  var root = document.documentElement;
  var visit = timesLeft(); // the page belongs to the visit after that many

  // A browser that may store nothing cannot know.
  function timesLeft() {
    try {
      return Number(sessionStorage.getItem(LEFT)) || 0;
    } catch (error) {
      return 0;
    }
  }

  function noteThatWeLeft() {
    try {
      sessionStorage.setItem(LEFT, String(timesLeft() + 1));
    } catch (error) {
      // This page goes all the same.
    }
  }

  function hasComeBack() {
    /** @type {any[]} */
    var entries = performance.getEntriesByType ? performance.getEntriesByType("navigation") : [];
    if (entries.length) return entries[0].type === "back_forward" || entries[0].type === "reload";
    return performance.navigation.type !== performance.navigation.TYPE_NAVIGATE;
  }

  // Where it stands in the history says to which visit it belongs. Nothing needs to, before the first exit.
  function isOfThisVisit() {
    return !visit || (history.state && history.state.visit === visit);
  }

  // An anchor that was tapped is a place of its own there.
  function sayOfWhichVisit() {
    if (!isOfThisVisit()) history.replaceState({ visit: visit }, "");
  }

  // On a slow connection the other page takes a while to come, and nothing may be seen until then.
  /** @param {string} address */
  function vanish(address) {
    elsewhere.href = address;
    root.style.display = "none";
    if (document.body) document.body.innerHTML = ""; // and with it what was typed
    if (window.stop) window.stop(); // what of the page is still to come does not
    document.title = elsewhere.hostname;
    window.name = ""; // and what was to go along to another page of this site
    history.replaceState(null, "");
    location.replace(address);
  }

  // It keeps its place on the page. The first does not hide what opts out of it, the second no open menu.
  /** @param {boolean} hidden */
  function conceal(hidden) {
    root.style.visibility = hidden ? "hidden" : "";
    root.style.opacity = hidden ? "0" : "";
  }

  /**
   * @param {any} element where something was pressed
   * @returns {HTMLAnchorElement | null}
   */
  function wayOut(element) {
    while (element && element.getAttribute) {
      if (/(^|\s)site-exit(\s|$)/.test(element.getAttribute("class") || "")) return element;
      element = element.parentNode;
    }
    return null;
  }

  /** @param {HTMLAnchorElement} link */
  function leave(link) {
    noteThatWeLeft();
    vanish(link.href);
  }

  // If anything here fails, the link leads there as any other does.
  document.addEventListener("click", function (event) {
    var link = wayOut(event.target);
    if (!link) return;
    leave(link);
    event.preventDefault();
  }, true);

  // Whoever writes a capital presses another key next, so that nobody loses what they typed by a slip.
  /** @type {number[]} */
  var presses = [];
  document.addEventListener("keydown", function (event) {
    if (event.repeat) return;
    if (event.key !== "Shift") presses = [];
    else presses = presses.concat(event.timeStamp).slice(-PRESSES);
    var link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".site-exit"));
    if (link && presses.length === PRESSES && presses[PRESSES - 1] - presses[0] < SOON) leave(link);
  }, true);

  // A browser may keep a page as it was and show it again, without asking it first. So it is put away unseen.
  window.addEventListener("pagehide", function (event) {
    if (event.persisted) conceal(true);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && timesLeft() !== visit) vanish(away);
    else conceal(false);
  });
  window.addEventListener("hashchange", sayOfWhichVisit);

  if (hasComeBack() && !isOfThisVisit()) vanish(away);
  else sayOfWhichVisit();
})();
