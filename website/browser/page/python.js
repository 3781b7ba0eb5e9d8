// The way to Python, which works in a worker: questions go there, replies come back. Whoever asks is
// told meanwhile what is happening: loading, starting, thinking, and how much has been loaded. Until it
// is there, while it thinks, and a moment longer the page has data-python="busy", so that others leave
// it network and processor.

const BLINK = 200; // milliseconds of waiting that need no words
const REST = 1000; // milliseconds without a question until others may have them
const SILENCE = 10_000; // milliseconds without a sign of it until a new start is worth what it throws away
const LONGEST = 4000; // milliseconds in which the host says what page it has now
// The build puts in which worker belongs to this script, and which version that one says it is.
const WORKER = "runtime/worker.js";
const VERSION = "version of the worker";

/**
 * What Python says to a set of answers: the answer as HTML and as text, with the days that it read for a
 * letter; or the problems by the names of their questions, and their list as HTML.
 * @typedef {Record<string, string>} Named
 * @typedef {{ html?: string, text?: string, days?: Named, summary?: string, problems?: Named }} Reply
 * @typedef {{ name: string | undefined, language: string, answers: string }} Question
 */
/**
 * Told what is happening, if that is new, and of what has to be loaded how much is there (0 to 1).
 * @callback Tell
 * @param {string} [state]
 * @param {number} [share]
 * @returns {void}
 */
/**
 * @typedef {{ id?: number, reply?: string, error?: string }} Replied
 * @typedef {Replied & { state?: string, version?: string, share?: number }} Message
 * @typedef {{ question: Question, done: (message: Message) => void, tell: Tell }} Waiting
 */

/** The question, and what to do with the reply, by the id. @type {Map<number, Waiting>} */
const waiting = new Map();
/** @type {Worker | undefined} */
let worker;
let spoke = false; // whether this worker has said anything
let stage = "";
let share = 0; // of what has to be loaded, how much is there
let heard = 0; // when there last was a sign of it: something that came, a next step, or a new question
/** That the worker's Python is there. @type {Promise<void>} */
let arrived;
/** @type {{ done: () => void, fail: (error: Error) => void }} */
let settleArrival;
let failures = 0;
let hasFailed = false; // since it was there last
let lastId = 0;
let spoken = ""; // the language that Python shall know when it comes
/** The timer for that. @type {number | undefined} */
let resting;

// The page itself has found out, and said so. Where this is not so, megabytes would come for nothing.
export const canRunPython = () => !document.documentElement.hasAttribute("data-unfit");

// Python takes a moment to arrive: whoever may soon ask something sends for it beforehand. Where it did
// not come, only who asks has it sent for again: what failed for good would come for nothing each time.
export const isWorthSendingFor = () => canRunPython() && !hasFailed;

// Whether it is on its way, and of late something has come or happened.
export const isComing = () => Boolean(worker) && performance.now() - heard < SILENCE;

/** Whether it is there, so that a reply takes no more than a moment. */
export const isThere = () => Boolean(worker) && stage === "thinking";

/**
 * The worker with Python, and with the words of one language: others come when they are asked for.
 * @returns {Worker}
 */
export function sendForPython(language = pageSpeaks()) {
  if (worker) return worker;
  spoken = language;
  if (!canRunPython()) throw new Error("This browser cannot run Python.");
  const started = start();
  arrived = new Promise((done, fail) => (settleArrival = { done, fail }));
  arrived.catch(() => {}); // whoever waits for it is told
  return started;
}

const pageSpeaks = () =>
  document.querySelector("[data-calculator]")?.closest("[lang]")?.getAttribute("lang") ?? "";

function start() {
  stage = "loading";
  share = 0;
  spoke = false;
  heard = performance.now();
  // Another address than last time: the copy in the browser's cache may be what is damaged.
  const file = failures ? `${WORKER}?${failures}` : WORKER;
  const started = new Worker(new URL(file, import.meta.url), { type: "module", name: spoken });
  worker = started;
  mark();
  // What a worker said last may arrive when there is another one already.
  started.addEventListener("message", ({ data }) => started === worker && hear(data));
  started.addEventListener("error", ({ message }) => {
    if (started === worker) (spoke ? giveUp : startAnew)(message ?? "no worker");
  });
  return started;
}

// A worker that does not run at all, or is of another version than this page, may have come out of a
// cache. Once, it is fetched past all caches before anybody is told, and gets the questions that wait.
/** @param {string} error */
function startAnew(error) {
  if (failures) return giveUp(error);
  console.warn("calculator: the worker is fetched once more:", error);
  failures += 1;
  worker?.terminate();
  const started = start();
  for (const [id, { question }] of waiting) started.postMessage({ id, ...question });
}

/** @param {Message} data */
function hear(data) {
  spoke = true;
  heard = performance.now();
  if (data.error) giveUp(data.error);
  else if (data.state === "ready" && data.version !== VERSION) startAnew("another version");
  else if (data.state === "ready") reach("thinking"), settleArrival.done(), (hasFailed = false);
  else if (data.state) reach(data.state);
  else if (data.share !== undefined) tellAll(undefined, (share = data.share));
  else if (data.id !== undefined) settle(data.id, data);
}

// Sends for Python where that is still to be done; fails if Python cannot come.
export function pythonIsThere() {
  sendForPython();
  return arrived;
}

/**
 * What Python replies; fails if it cannot.
 * @param {Question} question
 * @param {Tell} tell
 * @returns {Promise<Reply>}
 */
export async function ask(question, tell) {
  const id = ++lastId;
  const python = sendForPython(question.language);
  /** @type {Message} */
  const { reply = "", error } = await new Promise((done) => {
    waiting.set(id, { question, done, tell });
    mark();
    if (stage === "thinking") heard = performance.now();
    python.postMessage({ id, ...question });
    if (stage !== "thinking") return tell(stage, share);
    setTimeout(() => waiting.has(id) && tell(stage, share), BLINK); // most replies are here before
  });
  if (error) throw new Error(error);
  return JSON.parse(reply);
}

// Whether the host has another version of this page by now: then the files of this one may be gone from
// there, and another try is of no use.
/** @returns {Promise<boolean>} */
export async function isReplaced() {
  const own = new URL(import.meta.url).pathname.split("/").pop() ?? "";
  /** @type {Promise<string>} */
  const unanswered = new Promise((done) => setTimeout(done, LONGEST, ""));
  const page = fetch(location.pathname, { cache: "no-store" }).then((response) => response.text());
  const html = await Promise.race([page, unanswered]).catch(() => "");
  return html.includes('<meta name="build-version"') && !html.includes(own);
}

/** @param {string} next */
function reach(next) {
  stage = next;
  mark();
  tellAll(stage);
}

/**
 * @param {string} [state]
 * @param {number} [loaded]
 */
function tellAll(state, loaded) {
  for (const { tell } of waiting.values()) tell(state, loaded);
}

/**
 * The next try starts afresh: a file that was missing may be there then, or memory that was refused.
 * @param {string} error
 */
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

/**
 * @param {number} id
 * @param {Message} data
 */
function settle(id, data) {
  waiting.get(id)?.done(data);
  waiting.delete(id);
  mark();
}

function mark() {
  /** @param {string} state */
  const say = (state) => (document.documentElement.dataset.python = state);
  clearTimeout(resting);
  if (worker && (stage !== "thinking" || waiting.size)) say("busy");
  else resting = setTimeout(say, REST, "idle");
}
