// Runs the calculators in Pyodide, off the page's own thread. What stands above comes from the build:
// RUNTIME, which names the files, restore.mjs and sections.mjs. A page gives its language as the worker's
// name, so that its words come beside Python. It sends { id, name, language, answers } and gets { id, reply
// } or { id, error }; on the way there it is told { state }: loading, starting, then ready (with the
// version of all that answers) or failed, and while it loads { share }, how much has come.

// Four ways to start Python, the quickest first. Each stands in for the one before it where that fails.
// Where an answer fails, the core from which nothing is missing starts afresh; it is kept on the device, too.
// Only stock Pyodide has all of the library. A build may have no other.
/** @typedef {() => Promise<Python>} Way */
/** @type {Map<Way, Part[]>} */
const needs = new Map([
  [/** @type {Way} */ (fromSnapshot), ["wasm", "snapshot"]],
  [fromSlimLibrary, ["wasm", "stdlib", "calculators"]],
  [fromWholeCore, ["wasm", "rest", "stdlib", "calculators"]],
  [fromStock, ["stockWasm", "stockLibrary", "calculators"]],
]);
const isThere = (/** @type {Part} */ part) => part in RUNTIME.names;
const ways = [...needs].filter(([, parts]) => parts.every(isThere)).map(([way]) => way);

/** @param {string} name */
const url = (name) => new URL(name, import.meta.url).href;
const browserFetch = self.fetch.bind(self);
// What could send answers somewhere, or keep them. A host may send no policy with us, and a page's own does
// not hold here. Only this file can still fetch: stock Pyodide may have to come later.
const DOORS = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource"];
DOORS.push("Worker", "importScripts", "BroadcastChannel", "caches", "indexedDB");

// A page that tries again says so in our address: a file may lie damaged in the browser's cache.
/** @type {RequestInit} */
const again = location.search ? { cache: "no-cache" } : {};

/** @param {string} name @param {RequestInit} [options] */
async function get(name, options) {
  const response = await browserFetch(url(name), { ...again, ...options });
  if (!response.ok) throw new Error(`${response.status} ${name}`);
  return response;
}

// A host that does not compress a file would cost the reader megabytes: then we ask for the one beside it
// that is compressed already. Some hosts say so of that one; then the browser has unpacked it.
/** @param {string} name @param {AbortSignal} [signal] @returns {Promise<Response>} */
async function getSmall(name, signal) {
  const stop = new AbortController();
  signal?.addEventListener("abort", () => stop.abort());
  const response = await get(name, { signal: stop.signal });
  if (response.headers.has("Content-Encoding") || !self.DecompressionStream) return response;
  stop.abort();
  const small = await get(`${name}.gz`, { signal }).catch(() => undefined);
  if (!small || small.headers.has("Content-Encoding")) return small ?? get(name);
  return new Response(bodyOf(small).pipeThrough(new DecompressionStream("gzip")));
}

/** @param {Response} response */
function bodyOf({ body, url }) {
  if (!body) throw new Error(`${url} is empty.`);
  return body;
}

/** @type {Map<Part, Promise<ArrayBuffer>>} */
const coming = new Map();

// The content of a file, which is sent for only once.
/** @param {Part} part @param {AbortSignal} [signal] @returns {Promise<ArrayBuffer>} */
function content(part, signal) {
  const load = async () => {
    const { body, whole } = counted(part, await getSmall(RUNTIME.names[part], signal));
    await body.pipeTo(new WritableStream());
    return checked(part, whole.buffer);
  };
  const loading = coming.get(part) ?? load();
  coming.set(part, loading);
  return loading;
}

// Damaged, it might give a wrong answer. Without https, browsers do not compute the SHA-256.
/** @param {Part} part @param {ArrayBuffer} buffer */
async function checked(part, buffer) {
  if (!crypto.subtle) return buffer;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!hex.startsWith(RUNTIME.digests[part])) throw new Error(`${RUNTIME.names[part]} is damaged.`);
  return buffer;
}

// A script that cannot be used may lie damaged in a cache: it is fetched once past all of them, which
// also mends the cache. It needs another address then, because a failed import is not tried again.
/** @param {Part} part */
async function script(part) {
  const name = RUNTIME.names[part];
  if (location.search) await (await get(name)).text(); // for the cache, to import from
  try {
    return await import(url(name));
  } catch {
    await (await get(name, { cache: "reload" })).text();
    return import(`${url(name)}?again`);
  }
}

/** @typedef {{ module: WebAssembly.Module, sound?: Promise<void> }} Compiled */
async function compiled() {
  const { body, whole } = counted("wasm", await getSmall(RUNTIME.names.wasm));
  const headers = { "Content-Type": "application/wasm" }; // not every host says so
  const module = await WebAssembly.compileStreaming(new Response(body, { headers }));
  const sound = checked("wasm", whole.buffer).then(() => {}); // and its bytes are no longer held
  sound.catch(() => {}); // whoever starts from it is told, and need not wait for it now
  return { module, sound };
}

// What a way needs is sent for at once; Pyodide by itself would ask for one after another.
/** @param {Part} glue @param {Promise<Compiled>} wasm */
function core(glue, wasm) {
  const parts = Promise.all([script("loader"), script(glue), wasm]);
  parts.catch(() => {}); // each way that needs it is told
  return parts;
}

const PAUSE = 200; // milliseconds from one word on how much has come to the next: each is drawn
/** @type {Record<Part, number>} */
const came = Object.fromEntries(Object.keys(RUNTIME.sizes).map((part) => [part, 0])); // shares that are here
/** The timer for that word. @type {number | undefined} */
let telling;
/** When the first bytes of each came. @type {Record<Part, number>} */
const began = {};
/** Who waits for how much of them. @type {[reached: () => boolean, tell: () => void][]} */
const milestones = [];
// Only the ways that start from it ask for it, and a build with stock Pyodide alone has none of them.
const slimCore = /** @type {ReturnType<typeof core>} */ (ways.length > 1 && core("glue", compiled()));

// The same stream, whose bytes are counted and kept as a whole.
/** @param {Part} part @param {Response} response */
function counted(part, response) {
  const whole = new Uint8Array(RUNTIME.bytes[part]);
  let arrived = 0;
  /** @type {(chunk: Uint8Array, next: TransformStreamDefaultController) => void} */
  const transform = (chunk, next) => {
    began[part] ??= performance.now();
    whole.set(chunk, arrived);
    arrived += chunk.length;
    came[part] = arrived / whole.length;
    tellShare();
    for (const [reached, tell] of milestones) if (reached()) tell();
    next.enqueue(chunk);
  };
  const flush = () => {
    if (arrived < whole.length) throw new Error(`${RUNTIME.names[part]} was cut short.`);
  };
  return { body: bodyOf(response).pipeThrough(new TransformStream({ transform, flush })), whole };
}

function tellShare() {
  telling ??= setTimeout(() => {
    telling = undefined;
    postMessage({ share: share() });
  }, PAUSE);
}

// Of the large files that the way in question needs.
function share() {
  const parts = needs.get(ways[0]) ?? [];
  /** @param {(part: Part) => number} weight */
  const sum = (weight) => parts.reduce((total, part) => total + weight(part), 0);
  return sum((part) => came[part] * RUNTIME.sizes[part]) / sum((part) => RUNTIME.sizes[part]);
}

/** @param {() => boolean} reached @returns {Promise<void>} */
function until(reached) {
  return new Promise((tell) => (reached() ? tell() : milestones.push([reached, tell])));
}

/** @param {Part} part */
function cached(part) {
  const names = [RUNTIME.names[part], `${RUNTIME.names[part]}.gz`];
  const found = names.flatMap((name) => performance.getEntriesByName(url(name)));
  const entries = /** @type {PerformanceResourceTiming[]} */ (found);
  return entries.some(({ transferSize, encodedBodySize }) => transferSize < encodedBodySize);
}

const overTheNetwork = () => Object.keys(began).filter((part) => !cached(part));

// How much of them has come, as compressed as the build could make it.
function carried() {
  return overTheNetwork().reduce((sum, part) => sum + came[part] * RUNTIME.sizes[part], 0);
}

// How many seconds later than the slim library the snapshot will be here. It is no number where
// nothing has come over the network.
function costs() {
  const { snapshot, stdlib, calculators } = RUNTIME.sizes;
  const missing = (1 - came.snapshot) * snapshot;
  const instead = cached("wasm") ? 0 : stdlib + calculators; // one visit may have left both
  const now = performance.now();
  const since = Math.min(now, ...overTheNetwork().map((part) => began[part]));
  return ((missing - instead) * (now - since)) / 1000 / carried();
}

// The snapshot spares the processor work and burdens the network: whichever is slow decides. Most
// connections are quick, so it is sent for at once, and given up where the first tenth tells that this one is
// slow; or later, where only the rest lies in the browser's cache.
async function choose() {
  if (ways.length === 1) return;
  if (navigator.connection?.saveData) return ways.shift();
  const weak = navigator.userAgentData?.mobile || navigator.hardwareConcurrency <= 4;
  const spared = RUNTIME.secondsSpared[weak ? "weak" : "strong"];
  const stop = new AbortController();
  let failed = false;
  const parts = Promise.all([content("snapshot", stop.signal), slimCore]);
  const settled = parts.catch(() => (failed = true)); // the way that needs it finds out, and says so
  const isWorthIt = () => failed || !(costs() > spared);
  const firstTenth = until(() => carried() > RUNTIME.sizes.wasm / 10 || came.wasm === 1);
  await Promise.race([firstTenth, settled]);
  if (isWorthIt()) {
    const late = new Promise((done) => setTimeout(done, spared * 1000));
    await Promise.race([Promise.all([slimCore, until(() => came.snapshot > 0.1)]), settled, late]);
    const hasComeAtAll = came.snapshot || carried();
    if (failed || (hasComeAtAll && isWorthIt())) return;
  }
  stop.abort();
  ways.shift();
}

async function fromSnapshot() {
  const [, { default: createModule }] = await slimCore;
  return boot(slimCore, new ArrayBuffer(), startingFrom(snapshot(), createModule));
}

async function snapshot() {
  const made = parse(await content("snapshot"));
  if (JSON.stringify(made.header.madeFrom) !== JSON.stringify(RUNTIME.madeFrom)) {
    throw new Error("The snapshot was made from other files.");
  }
  postMessage({ state: "starting" });
  return made;
}

function fromSlimLibrary() {
  return fromLibrary("stdlib", slimCore);
}

// Both parts of it may be here already, and are small beside the stock one.
function fromWholeCore() {
  const putTogether = async () => {
    const slim = new Uint8Array(await content("wasm"));
    const whole = withRest(slim, new Uint8Array(await content("rest")));
    return { module: await WebAssembly.compile(whole) };
  };
  return fromLibrary("stdlib", core("glue", putTogether()));
}

function fromStock() {
  /** @param {ArrayBuffer} binary */
  const compile = async (binary) => ({ module: await WebAssembly.compile(binary) });
  return fromLibrary("stockLibrary", core("stockGlue", content("stockWasm").then(compile)));
}

/** @param {Part} part @param {ReturnType<typeof core>} core */
async function fromLibrary(part, core) {
  const [library, calculators] = await Promise.all([content(part), content("calculators"), core]);
  postMessage({ state: "starting" });
  const pyodide = await boot(core, library);
  pyodide.unpackArchive(calculators, "zip");
  return pyodide;
}

/**
 * @param {ReturnType<typeof core>} core
 * @param {ArrayBuffer} library
 * @param {object} [options]
 * @returns {Promise<Python>}
 */
async function boot(core, library, options) {
  const [{ loadPyodide }, { default: createPyodideModule }, { module, sound }] = await core;
  const stdLibURL = url(RUNTIME.names.stdlib ?? RUNTIME.names.stockLibrary);
  const given = { [url(RUNTIME.names.stockWasm)]: new ArrayBuffer(), [stdLibURL]: library };
  const config = { indexURL: url(RUNTIME.folder), stdLibURL, lockFileContents: RUNTIME.lock };
  try {
    const failed = handOver(given, module);
    const started = loadPyodide({ ...config, createPyodideModule, ...options });
    const [pyodide] = await Promise.all([Promise.race([failed, started]), sound]);
    return pyodide;
  } finally {
    shut();
    self.onunhandledrejection = null;
  }
}

// Before the first answer; what somebody smuggled into one finds none of them.
function shut() {
  for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) {
    for (const door of DOORS) Reflect.deleteProperty(owner, door);
  }
}

// Gives Pyodide what has arrived when it asks for it. Where the code cannot be instantiated, or gives up
// while it is, Pyodide would wait for ever. So the promise returned fails then; it never succeeds.
/** @param {Record<string, ArrayBuffer>} given @param {WebAssembly.Module} module @returns {Promise<never>} */
function handOver(given, module) {
  self.fetch = async (resource, options) =>
    String(resource) in given ? new Response(given[String(resource)]) : browserFetch(resource, options);
  return new Promise((_, fail) => {
    self.onunhandledrejection = (event) => {
      event.preventDefault();
      fail(event.reason);
    };
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const instance = WebAssembly.instantiate(module, imports);
      instance.catch(fail);
      return { module, instance: await instance };
    };
  });
}

// The words of a language, of which most readers need one. Without them no other Python could answer either.
/** @param {string} language */
async function words(language) {
  const part = `texts-${language}`;
  if (!(part in RUNTIME.names)) throw new Error(`The calculators do not speak ${language}.`);
  return new TextDecoder().decode(await content(part));
}

async function start() {
  postMessage({ state: "loading" });
  const first = self.name && words(self.name);
  if (first) first.catch(() => {}); // whoever asks is told
  const python = await started();
  if (first) await python.speak(self.name);
  coming.clear(); // Python has it all in its own memory now
  postMessage({ state: "ready", version: RUNTIME.version });
  return python;
}

async function started() {
  for (;;) {
    const way = ways[0];
    try {
      const pyodide = await way();
      const web = pyodide.pyimport("calculators.web");
      const [answer, learn] = [web.answer.copy(), web.learn.copy()];
      web.destroy();
      const known = new Set();
      /** @param {string} language */
      const speak = async (language) => {
        if (known.has(language)) return;
        learn(language, await words(language));
        known.add(language);
      };
      return { way, answer, speak };
    } catch (error) {
      if (ways.length === 1) throw error;
      turnFrom(way, 1, error);
    }
  }
}

/** @param {Way} way @param {number} steps @param {unknown} error */
function turnFrom(way, steps, error) {
  ways.splice(0, steps);
  console.warn(`calculator: ${way.name} failed, next is ${ways[0].name}:`, error);
}

// Whatever goes wrong in an answer may be for want of something, or of memory: then another Python is asked.
/** @param {{ name: string, language: string, answers: string }} question */
async function reply({ name, language, answers }) {
  for (;;) {
    const { way, answer, speak } = await ready;
    await speak(language);
    try {
      return answer(name, language, answers);
    } catch (error) {
      if (ways.length === 1) throw error;
      if (way !== ways[0]) continue; // another question has turned from it already
      turnFrom(way, Math.max(1, ways.indexOf(fromWholeCore)), error);
      ready = orGiveUp(start());
    }
  }
}

// When Python itself gives up, what is thrown is no Error but has a message.
/** @param {any} error */
function told(error) {
  console.error(error);
  return error instanceof Error ? String(error) : String(error?.message ?? error);
}

/** @param {ReturnType<typeof start>} started */
function orGiveUp(started) {
  started.catch((error) => postMessage({ state: "failed", error: told(error) }));
  return started;
}

let ready = orGiveUp(choose().then(start, start)); // each way finds out itself what is missing

self.onmessage = async ({ data }) => {
  try {
    postMessage({ id: data.id, reply: await reply(data) });
  } catch (error) {
    postMessage({ id: data.id, error: told(error) });
  }
};
