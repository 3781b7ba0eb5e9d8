// Asks the site's Python every case, fills in each real form once, has the host make faults, and tells
// the server what differs.

const frame = document.querySelector("iframe");
const once = (target, event) => new Promise((done) => target.addEventListener(event, done, { once: true }));
let day; // what the clock of each page says
const nextTask = () => new Promise((done) => setTimeout(done));

async function differences() {
  const { python, cases, pages, faults, ...told } = await (await fetch("cases.json")).json();
  day = told.day;
  const { ask } = await import(python);
  const found = [];
  for (const { shows, question, html } of cases) {
    const reply = await ask(question, () => {});
    if (reply.html !== html) found.push(shows);
  }
  for (const { path, answers, html } of pages) {
    const answer = await answered(path, answers);
    if (answer !== asParsed(html)) found.push(`${path} ${answer}`);
  }
  found.push(...(await withoutSnapshot(pages[0])));
  for (const fault of faults) found.push(...(await mended(pages[0], fault)));
  found.push(...(await reloaded(pages[0])), ...(await refused(pages[0])));
  return { cases: cases.length, pages: pages.length, faults: faults.length, differences: found };
}

// The host does something badly, and then all well again.
const host = (file, fault) => fetch("fault", { method: "POST", body: JSON.stringify([file, fault]) });

// Python starts by itself then; the host reports it if stock Pyodide has to stand in.
async function withoutSnapshot({ path, answers, html }) {
  await host("snapshot", "missing");
  const answer = await answered(path, answers);
  await host("", "");
  return answer === asParsed(html) ? [] : [`without the snapshot: ${answer}`];
}

async function mended({ path, answers, html }, [file, fault]) {
  await host(file, fault);
  const first = await answered(path, answers);
  const said = frame.contentDocument.querySelector(".status").dataset.state;
  await host("", "");
  const second = await press();
  if (said === "failed" && second === asParsed(html)) return [];
  return [`${file} ${fault}: ${said} ${first} ${second}`];
}

async function reloaded({ path, answers, html }) {
  await host("wasm", "held");
  await open(path, answers);
  frame.contentDocument.querySelector("button.submit").click();
  await fetch("held", { method: "POST", body: JSON.stringify("wasm") }); // answered once it is
  await host("", "");
  frame.contentWindow.location.reload();
  await once(frame, "load");
  await nextTask();
  fill(frame.contentDocument.querySelector(".calculator form"), answers); // nothing typed is kept
  const answer = await press();
  return answer === asParsed(html) ? [] : [`reload: ${answer}`];
}

async function refused({ path, answers, html }) {
  await open(path, answers);
  const { Worker } = frame.contentWindow;
  frame.contentWindow.Worker = undefined;
  await press();
  const said = frame.contentDocument.querySelector(".status").dataset.state;
  frame.contentWindow.Worker = Worker;
  const answer = await press();
  return said === "failed" && answer === asParsed(html) ? [] : [`refused: ${said} ${answer}`];
}

async function answered(path, answers) {
  await open(path, answers);
  return press();
}

async function open(path, answers) {
  frame.src = path;
  await once(frame, "load");
  await nextTask(); // until its scripts have run
  stopTheClock(frame.contentWindow);
  fill(frame.contentDocument.querySelector(".calculator form"), answers);
}

// A busy form says when it no longer is.
function idle(box) {
  return new Promise((done) => {
    const look = () => !box.hasAttribute("aria-busy") && (watching.disconnect(), done());
    const watching = new MutationObserver(look);
    watching.observe(box, { attributeFilter: ["aria-busy"] });
    look();
  });
}

async function press() {
  const box = frame.contentDocument.querySelector(".calculator");
  await idle(box);
  box.querySelector("button.submit").click();
  const parts = ["answer", "problem-summary", "status"];
  const [answer, problems, status] = parts.map((part) => box.querySelector(`.${part}`));
  await idle(box);
  return answer.hidden ? problems.textContent || status.textContent : withoutFocus(answer);
}

// The theme's script, when it is there by then, marks what has the focus.
function withoutFocus(answer) {
  const shown = answer.cloneNode(true);
  for (const marked of shown.querySelectorAll("[data-focus-visible-added]")) {
    marked.classList.remove("focus-visible");
    marked.removeAttribute("data-focus-visible-added");
  }
  return shown.innerHTML;
}

function stopTheClock(page) {
  const { Date: Running } = page;
  page.Date = class extends Running {
    constructor(...time) {
      super(...(time.length ? time : [`${day}T12:00`]));
    }
  };
}

function fill(form, answers) {
  const { clock } = form.closest(".calculator").dataset;
  for (const [name, value] of answers) {
    if (name === clock) continue; // the page says it
    const fields = [...form.elements].filter((field) => field.name === name);
    const tick = fields.find(({ type, value: choice }) => /radio|checkbox/.test(type) && choice === value);
    const typed = fields.find(({ type }) => /text|select/.test(type));
    if (tick) tick.checked = true;
    else if (typed) typed.value = value;
    else fillInDay(form, name, value.split("-"));
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function fillInDay(form, name, [year, month, day]) {
  for (const [part, value] of Object.entries({ day, month, year })) {
    form.elements[`${name}.${part}`].value = value;
  }
}

function asParsed(html) {
  const box = document.createElement("div");
  box.innerHTML = html;
  return box.innerHTML;
}

let report;
try {
  report = await differences();
} catch (error) {
  report = { error: String(error) };
}
await fetch("report", { method: "POST", body: JSON.stringify(report) });
