// The way to Python, which works in a worker: questions go there, replies come back. Whoever asks is
// told meanwhile what is happening: loading, starting, thinking, and how much has been loaded. Until it
// is there, while it thinks, and a moment longer the page has data-python="busy", so that others leave
// it line and processor.

const BLINK = 200; // milliseconds of waiting that need no words
const REST = 1000; // milliseconds without a question until others may have them
const waiting = new Map(); // id → what to do with the reply
let worker;
let stage;
let share; // of what has to be loaded, how much is there
let arrived; // a promise that the worker's Python is there
let settleArrival;
let failures = 0;
let hasFailed = false; // since it was there last
let lastId = 0;
let resting; // the timer for that

// The page itself has found out, and said so. Where this is not so, megabytes would come for nothing.
export const canRunPython = () => !document.documentElement.hasAttribute("data-unfit");

// Python takes a moment to arrive: whoever may soon ask something sends for it beforehand. Where it did
// not come, only who asks has it sent for again: what failed for good would come for nothing each time.
export const isWorthSendingFor = () => canRunPython() && !hasFailed;

export function sendForPython() {
  if (worker) return worker;
  if (!canRunPython()) throw new Error("This browser cannot run Python.");
  stage = "loading";
  share = 0;
  // Another address than last time: the copy in the browser's cache may be what is damaged.
  const file = failures ? `runtime/worker.js?${failures}` : "runtime/worker.js";
  worker = new Worker(new URL(file, import.meta.url), { type: "module" });
  mark();
  arrived = new Promise((done, fail) => (settleArrival = { done, fail }));
  arrived.catch(() => {}); // whoever waits for it is told
  // What a worker said last may arrive when there is another one already.
  worker.addEventListener("message", ({ target, data }) => target === worker && hear(data));
  worker.addEventListener("error", ({ target, message }) => target === worker && giveUp(message ?? "no worker"));
  return worker;
}

function hear(data) {
  if (data.error) giveUp(data.error);
  else if (data.state === "ready") reach("thinking"), settleArrival.done(), (hasFailed = false);
  else if (data.state) reach(data.state);
  else if (data.share) tellAll(undefined, (share = data.share));
  else settle(data.id, data);
}

// Sends for Python where that is still to be done; fails if Python cannot come.
export function pythonIsThere() {
  sendForPython();
  return arrived;
}

// What Python replies; fails if it cannot.
export async function ask(question, tell) {
  const id = ++lastId;
  const python = sendForPython();
  const { reply, error } = await new Promise((done) => {
    waiting.set(id, { done, tell });
    mark();
    python.postMessage({ id, ...question });
    if (stage !== "thinking") return tell(stage, share);
    setTimeout(() => waiting.has(id) && tell(stage, share), BLINK); // most replies are here before
  });
  if (error) throw new Error(error);
  return JSON.parse(reply);
}

function reach(next) {
  stage = next;
  mark();
  tellAll(stage);
}

function tellAll(state, loaded) {
  for (const { tell } of waiting.values()) tell(state, loaded);
}

// The next try starts afresh: a file that was missing may be there then, or memory that was refused.
export function giveUp(error) {
  console.error("calculator:", error);
  failures += 1;
  hasFailed = true;
  worker?.terminate();
  worker = undefined;
  settleArrival.fail(new Error(error));
  for (const id of [...waiting.keys()]) settle(id, { error });
  mark();
}

function settle(id, data) {
  waiting.get(id)?.done(data);
  waiting.delete(id);
  mark();
}

function mark() {
  const say = (state) => (document.documentElement.dataset.python = state);
  clearTimeout(resting);
  if (worker && (stage !== "thinking" || waiting.size)) say("busy");
  else resting = setTimeout(say, REST, "idle");
}
