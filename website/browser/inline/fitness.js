// Asks whether this browser can run the calculators, before anything is fetched for them. Where it
// cannot, the form makes room for words that lie in the page as <template data-unfit="…">.
//
// It stands in the page itself, and runs in every browser that shows the page: so here is no syntax and
// no method that is younger than 2015.
(function () {
  "use strict";

  // What Pyodide's core needs and browsers learnt last, as a module of WebAssembly: a table of references
  // to objects outside, and a function that catches an exception.
  var CORE = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0,
    10, 8, 1, 6, 0, 6, 64, 25, 11, 11,
  ];

  function fault() {
    if (typeof WebAssembly !== "object") return isYoung() ? "switched-off" : "too-old";
    return canRunCore() && canRunModules() && hasWorkersOfModules() ? "" : "too-old";
  }

  // Younger than WebAssembly by years: whoever lacks it there has it switched off.
  function isYoung() {
    return "findLast" in Array.prototype;
  }

  function canRunCore() {
    return WebAssembly.validate(new Uint8Array(CORE));
  }

  function canRunModules() {
    return "noModule" in document.createElement("script");
  }

  // A browser that knows of them asks for the type of a worker before it makes one, and then makes none.
  function hasWorkersOfModules() {
    var asked = false;
    var options = Object.defineProperty({}, "type", {
      get: function () {
        asked = true;
        throw new Error("asked");
      },
    });
    try {
      new Worker("data:,", options).terminate();
    } catch (error) {
      // Whether it was asked says all.
    }
    return asked;
  }

  /**
   * @param {any} box
   * @param {string} why
   */
  function tell(box, why) {
    var words = document.createElement("div");
    var form = box.querySelector("form");
    words.className = "unfit";
    words.innerHTML = box.querySelector('template[data-unfit="' + why + '"]').innerHTML;
    box.insertBefore(words, box.firstChild);
    form.parentNode.removeChild(form);
  }

  var why = fault();
  // @ts-expect-error: a script that runs as the page is read has a place in it
  var box = document.currentScript.previousElementSibling;
  if (!why) return;
  document.documentElement.setAttribute("data-unfit", why);
  tell(box, why);
})();
