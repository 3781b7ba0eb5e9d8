// Offers this page in the language that the browser is set to, in that language: whoever comes from a search
// may read no word of it. Nobody is led there, and nothing is stored.
//
// It stands in the page itself, behind the switch of languages, so that nothing below moves when it comes;
// and runs in every browser that shows the page: so here is no syntax and no method that is younger than
// 2015.
(function () {
  "use strict";

  /** @param {string} tag */
  function spoken(tag) {
    return tag.split("-")[0].toLowerCase();
  }

  var wanted = spoken(navigator.language || "");
  if (wanted === spoken(document.documentElement.lang)) return;
  var links = document.querySelectorAll(".site-languages a[data-offer]");
  for (var i = 0; i !== links.length; i += 1) {
    var link = links[i];
    if (link.getAttribute("lang") === wanted) {
      var way = document.createElement("a");
      way.href = link.getAttribute("href") || "";
      way.lang = way.hreflang = wanted;
      way.dir = "auto";
      way.className = "language-offer";
      way.textContent = link.getAttribute("data-offer");
      // @ts-expect-error: a script that runs as the page is read has a place in it
      document.currentScript.parentNode.parentNode.appendChild(way);
      return;
    }
  }
})();
