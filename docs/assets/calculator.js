// Carries any calculator's form to Python and the answer back. It knows no calculator, no law and
// no words: what a reader may be told lies in the page as <template data-state="…">.

const PATIENCE = 12_000; // milliseconds until we say that it takes longer than usual

const waiting = new Map(); // id → what to do with the reply
let worker;
let stage; // what Python is doing: loading, starting, thinking
let lastId = 0;

// Python takes seconds to arrive: it is sent for as soon as someone turns to a form.
function python() {
  if (worker) return worker;
  stage = "loading";
  worker = new Worker(new URL("runtime/worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    if (data.state === "failed") giveUp(data.error);
    else if (data.state) reach(data.state === "ready" ? "thinking" : data.state);
    else settle(data.id, data);
  });
  worker.addEventListener("error", (event) => giveUp(event.message));
  return worker;
}

function reach(next) {
  stage = next;
  for (const { show } of waiting.values()) show(stage);
}

// The next try starts afresh: a file that was missing may be there then.
function giveUp(error) {
  console.error("calculator:", error);
  worker?.terminate();
  worker = undefined;
  for (const id of [...waiting.keys()]) settle(id, { error });
}

function settle(id, data) {
  waiting.get(id)?.done(data);
  waiting.delete(id);
}

function ask(box, show) {
  const answers = JSON.stringify([...new FormData(box.querySelector("form"))]);
  const id = ++lastId;
  return new Promise((done) => {
    waiting.set(id, { done, show });
    python().postMessage({ id, name: box.dataset.calculator, language: box.lang, answers });
    show(stage);
  });
}

async function submit(box) {
  const show = (state) => say(box, state);
  const patience = setTimeout(show, PATIENCE, "slow");
  box.setAttribute("aria-busy", "true");
  try {
    if (typeof WebAssembly !== "object") return show("unsupported");
    const { reply, error } = await ask(box, show);
    if (error) return show("failed");
    const { html, summary, problems = {} } = JSON.parse(reply);
    mark(box, problems, summary ?? "");
    show("");
    const answer = box.querySelector(".answer");
    answer.innerHTML = html ?? "";
    answer.hidden = !html;
    const result = html ? answer : box.querySelector(".problem-summary");
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: "start" });
  } catch (error) {
    console.error("calculator:", error);
    show("failed");
  } finally {
    clearTimeout(patience);
    box.removeAttribute("aria-busy");
  }
}

function say(box, state) {
  const status = box.querySelector(".status");
  const words = box.querySelector(`template[data-state="${state}"]`);
  status.replaceChildren(words ? words.content.cloneNode(true) : "");
  status.dataset.state = state;
}

// Each problem stands beside its field, and all of them above the form.
function mark(box, problems, summary) {
  for (const question of box.querySelectorAll("[data-question]")) {
    const sentence = problems[question.dataset.question] ?? "";
    const place = question.querySelector(".problem");
    place.textContent = sentence;
    place.hidden = !sentence;
    if (sentence && question.closest("details")) question.closest("details").open = true;
    for (const field of question.querySelectorAll("input")) {
      if (sentence) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  const all = box.querySelector(".problem-summary");
  all.innerHTML = summary;
  all.hidden = !summary;
}

// A question that does not apply is hidden; its answer stays typed and is not used.
function hideWhatDoesNotApply(box) {
  const given = new FormData(box.querySelector("form"));
  for (const question of box.querySelectorAll("[data-when]")) {
    const applies = ([name, wanted]) => {
      const answer = given.getAll(name).find((text) => text.trim()) ?? "";
      return wanted.includes(answer) || (wanted.includes("*") && answer && answer !== "unknown");
    };
    question.hidden = !Object.entries(JSON.parse(question.dataset.when)).every(applies);
  }
}

function fillInToday(day) {
  const today = new Date();
  const parts = { day: today.getDate(), month: today.getMonth() + 1, year: today.getFullYear() };
  for (const [part, value] of Object.entries(parts)) day.querySelector(`.${part}`).value = value;
}

// The file is made here: what was computed never leaves the device.
function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, PATIENCE, link.href);
}

const boxOf = (event) => event.target.closest?.(".calculator");

for (const sign of ["focusin", "pointerdown"]) {
  document.addEventListener(sign, (event) => {
    if (!event.target.closest?.(".calculator form")) return;
    try {
      python();
    } catch (error) {
      console.error("calculator:", error); // said to the reader when an answer is asked for
    }
  });
}

for (const change of ["input", "change"]) {
  document.addEventListener(change, (event) => boxOf(event) && hideWhatDoesNotApply(boxOf(event)));
}

document.addEventListener("submit", (event) => {
  if (!boxOf(event)) return;
  event.preventDefault();
  if (!boxOf(event).hasAttribute("aria-busy")) submit(boxOf(event));
});

document.addEventListener("click", (event) => {
  const today = event.target.closest?.(".calculator .today");
  if (today) {
    fillInToday(today.parentElement);
    hideWhatDoesNotApply(boxOf(event));
  }
  const copy = event.target.closest?.(".calculator .copy");
  if (copy) {
    const text = copy.closest(".record").querySelector(".copied").innerText;
    navigator.clipboard.writeText(text).then(() => (copy.textContent = copy.dataset.done));
  }
  const calendar = event.target.closest?.(".calculator .calendar");
  if (calendar) save(calendar.dataset.file, JSON.parse(calendar.dataset.calendar));
  const problem = event.target.closest?.(".problem-summary a");
  if (problem) {
    event.preventDefault();
    document.getElementById(problem.hash.slice(1))?.focus();
  }
});

// Also after going back or reloading, when the browser has put the typed answers back.
window.addEventListener("pageshow", () => {
  document.querySelectorAll(".calculator").forEach(hideWhatDoesNotApply);
});

for (const today of document.querySelectorAll(".calculator .today")) today.hidden = false;
document.querySelectorAll(".calculator").forEach(hideWhatDoesNotApply);
