// Put into each page that is measured: asks, and notes when the answer is there.

window.measured = { longest: 0 };
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) measured.longest = Math.max(measured.longest, duration);
}).observe({ type: "longtask", buffered: true });

const PATIENCE = 300_000; // milliseconds

// Done as soon as there is an answer.
window.answered = new Promise((done, fail) => {
  window.note = (place) => {
    measured.answer = place.textContent;
    measured.first = performance.now();
    done();
  };
  addEventListener("error", ({ message }) => fail(new Error(message)));
  addEventListener("unhandledrejection", ({ reason }) => fail(reason));
  setTimeout(fail, PATIENCE, new Error("no answer"));
});

const replied = (box) =>
  new Promise((done) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      done();
    }).observe(box.querySelector(".answer"), { childList: true });
    box.querySelector("form").requestSubmit();
  });

// Done when the last answer is drawn and the reader led to it: nobody asks before.
window.drawn = async () => {
  do await new Promise(requestIdleCallback);
  while (document.querySelector("[aria-busy]"));
};

const nextTask = () => new Promise((done) => setTimeout(done));

// The page of the site: through its form.
async function ask(box, pairs) {
  await nextTask(); // nobody does all of it in the same moment
  box.querySelector("input").focus({ preventScroll: true });
  await nextTask();
  for (const [part, value] of pairs) {
    for (const field of box.querySelectorAll(`[name="${part}"]`)) {
      if (field.type === "text") field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
  window.again = () => replied(box);
  await again();
  note(box.querySelector(".answer"));
}

// The page of a peer: as soon as it has something that answers, without any form.
window.show = async (answer) => {
  window.again = async () => (document.body.innerHTML = await answer(QUESTION));
  await again();
  note(document.body);
};

// Such a thing, of a function in Python that takes and gives what the calculators' own does.
window.python = (answer) => async ({ name, pairs }) =>
  JSON.parse(await answer(name, "de", JSON.stringify(pairs))).html;

// The page of the site: as soon as its script has shown the buttons that need it. Not before it is
// drawn, where someone looks on.
new MutationObserver(async (_, observer) => {
  const box = document.querySelector(`[data-calculator="${QUESTION.name}"]`);
  if (!box?.querySelector(".today:not([hidden])")) return;
  observer.disconnect();
  await window.beforehand?.();
  measured.stands = performance.now();
  ask(box, QUESTION.pairs);
}).observe(document, { childList: true, subtree: true, attributeFilter: ["hidden"] });

// Done when all that the page keeps for later is kept.
window.kept = async () => {
  if (!document.querySelector("meta[name=build-version]")) return;
  const { scope } = await navigator.serviceWorker.ready;
  while (!(await caches.match(`${scope}sw.js/runtime`))) await new Promise((done) => setTimeout(done, 100));
};
