// The way to Python, which works in a worker: questions go there, replies come back. Whoever asks is
// told meanwhile what is happening: loading, starting, thinking.

const waiting = new Map(); // id → what to do with the reply
let worker;
let stage;
let arrive;
let arrived = new Promise((done) => (arrive = done));
let lastId = 0;

// Python takes a moment to arrive: whoever may soon ask something sends for it beforehand.
export function sendForPython() {
  if (worker) return worker;
  stage = "loading";
  worker = new Worker(new URL("runtime/worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    if (data.state === "failed") giveUp(data.error);
    else if (data.state === "ready") reach("thinking"), arrive();
    else if (data.state) reach(data.state);
    else settle(data.id, data);
  });
  worker.addEventListener("error", (event) => giveUp(event.message));
  return worker;
}

// Done as soon as Python is there, which may be never.
export const pythonIsThere = () => arrived;

// What Python replies; fails if it cannot.
export async function ask(question, tell) {
  const id = ++lastId;
  const { reply, error } = await new Promise((done) => {
    waiting.set(id, { done, tell });
    sendForPython().postMessage({ id, ...question });
    tell(stage);
  });
  if (error) throw new Error(error);
  return JSON.parse(reply);
}

function reach(next) {
  stage = next;
  for (const { tell } of waiting.values()) tell(stage);
}

// The next try starts afresh: a file that was missing may be there then.
function giveUp(error) {
  console.error("calculator:", error);
  worker?.terminate();
  worker = undefined;
  arrived = new Promise((done) => (arrive = done));
  for (const id of [...waiting.keys()]) settle(id, { error });
}

function settle(id, data) {
  waiting.get(id)?.done(data);
  waiting.delete(id);
}
