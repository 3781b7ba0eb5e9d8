// Understands who mistypes: a word that is found nowhere is looked for once more, as one that differs from
// it in a letter or two. The theme's search itself finds only what begins as it was typed.

const [QUERY, RESULT] = [2, 3]; // kinds of message to and from the theme's search
const SHORTEST = 4; // letters; what is shorter would be taken for anything
const LONG = 9; // letters from which on a word may differ in two
const ONLY_LETTERS = /^[A-Za-z\u00c0-\u1fff]+$/;
const OURS = /\/search\.\w+\.min\.js$/;

// From now on, for the search that the theme's script starts.
export function forgiveSlips() {
  window.Worker = class extends window.Worker {
    /**
     * @param {string | URL} address
     * @param {WorkerOptions} [options]
     */
    constructor(address, options) {
      super(address, options);
      if (OURS.test(String(address))) askAgain(this);
    }
  };
}

/**
 * What the theme's search has found; the terms of an item say of each word whether it is there.
 * @typedef {{ terms: Record<string, boolean> }} Item
 * @typedef {{ type: number, data: string }} Request
 */

/**
 * Nobody else hears of the first result, unless somebody has typed on meanwhile.
 * @param {Worker} worker
 */
function askAgain(worker) {
  const send = worker.postMessage.bind(worker);
  /** What was asked for, and which of its words were slips. @type {{ typed: string, slips: string[] }[]} */
  const waiting = [];
  /** @type {(query: string, slips: string[], typed: string) => void} */
  const ask = (query, slips, typed) => {
    waiting.push({ typed, slips });
    send({ type: QUERY, data: query });
  };
  worker.postMessage = (/** @type {Request} */ message) =>
    message.type === QUERY ? ask(message.data, [], message.data) : send(message);
  worker.addEventListener("message", (event) => {
    const { type, data } = event.data;
    if (type !== RESULT) return;
    const { typed, slips } = waiting.shift() ?? { typed: "", slips: [] };
    if (slips.length) return forget(slips, data.items);
    const unknown = unknownWords(typed, data.items);
    if (!unknown.length || waiting.length) return;
    event.stopImmediatePropagation();
    const words = typed.split(/\s+/);
    const near = words.map((word) => (unknown.includes(plain(word)) ? similar(plain(word)) : word));
    ask(near.join(" "), unknown, typed);
  });
}

/** @param {Item[][]} items */
function* each(items) {
  for (const several of items) yield* several;
}

/** @param {string} word */
const plain = (word) => word.toLowerCase().replace(/^[„"(]+|[“")?!.,;:]+$/g, "");
/** @param {string} word */
const similar = (word) => `${word}~${word.length < LONG ? 1 : 2}`;

/**
 * @param {string} typed
 * @param {Item[][]} items
 */
function unknownWords(typed, items) {
  const found = new Set();
  for (const { terms } of each(items)) {
    for (const [term, isThere] of Object.entries(terms)) if (isThere) found.add(term);
  }
  const words = typed.split(/\s+/).map(plain);
  return words.filter((word) => word.length >= SHORTEST && ONLY_LETTERS.test(word) && !found.has(word));
}

/**
 * What stands in a result as missing is what was meant.
 * @param {string[]} slips
 * @param {Item[][]} items
 */
function forget(slips, items) {
  for (const { terms } of each(items)) for (const slip of slips) delete terms[slip];
}
