// What the build does with a WebAssembly file: fewer exports, marks of what runs, who refers to which
// function, and the file without some of them.
// https://webassembly.github.io/spec/core/binary/modules.html

import { changed, CODE, entriesOf, sections } from "./sections.mjs";
import { isNothing, joined, NOTHING, number, sized } from "./sections.mjs";

const IMPORTS = 2;
const EXPORTS = 7;
const START = 8;
const ELEMENTS = 9;
const A_FUNCTION = 0; // a kind of import or export
const UNKNOWN = "This WebAssembly has something new: see wasm.mjs.";

/** @param {Uint8Array} binary @param {Set<string>} names */
export function onlyExports(binary, names) {
  return changed(binary, EXPORTS, (entry) => (names.has(exported(entry).name) ? entry : undefined));
}

// Each function that runs sets its byte: that of the first one lies at this address of the memory.
/** @param {Uint8Array} binary @param {number} address */
export function marking(binary, address) {
  return changed(binary, CODE, (body, index) => {
    const start = afterVariables(body);
    const mark = [0x41, ...signed(address + index), 0x41, 1, 0x3a, 0, 0]; // i32.store8(address, 1)
    return joined([body.subarray(0, start), Uint8Array.from(mark), body.subarray(start)]);
  });
}

// Functions are called by their number, so one that is taken out stays, but it only gives up.
/** @param {Uint8Array} binary @param {boolean[]} kept */
export function only(binary, kept) {
  return changed(binary, CODE, (body, index) => (kept[index] ? body : NOTHING));
}

// What was taken out, for withRest to put back.
/** @param {Uint8Array} binary @param {boolean[]} kept */
export function restOf(binary, kept) {
  const bodies = functions(binary).filter((body, index) => !kept[index] || isNothing(body));
  return joined(sized(bodies));
}

// The bodies of all functions that are not imported. Everything here counts from the first of them.
/** @param {Uint8Array} binary */
export function functions(binary) {
  return [...entriesOf(binary, section(binary, CODE))];
}

// The names by which a function is exported, by the function.
/** @param {Uint8Array} binary @returns {Map<number, string[]>} */
export function exportedNames(binary) {
  const [first, names] = [imported(binary), new Map()];
  for (const entry of entriesOf(binary, section(binary, EXPORTS))) {
    const { name, kind, index } = exported(entry);
    if (kind === A_FUNCTION) names.set(index - first, [...(names.get(index - first) ?? []), name]);
  }
  return names;
}

// The functions that may be called by an address: those in the table.
/** @param {Uint8Array} binary @returns {Set<number>} */
export function addressed(binary) {
  const first = imported(binary);
  let [segments, at] = number(binary, section(binary, ELEMENTS).from);
  const found = new Set();
  while (segments--) {
    // One kind only: a list of functions that goes into the first table, from a number that is written there.
    if (binary[at++] !== 0 || binary[at++] !== 0x41) throw new Error(UNKNOWN);
    let count, index;
    at = number(binary, at)[1] + 1; // that number, and the end of its expression
    for ([count, at] = number(binary, at); count--; ) {
      [index, at] = number(binary, at);
      found.add(index - first);
    }
  }
  return found;
}

// The function that runs as soon as there is an instance, if there is one.
/** @param {Uint8Array} binary */
export function first(binary) {
  const starts = [...sections(binary)].filter(({ id }) => id === START);
  return starts.map(({ from }) => number(binary, from)[0] - imported(binary));
}

// For each function, which others it names.
/** @param {Uint8Array} binary */
export function callees(binary) {
  const first = imported(binary);
  const ours = (/** @type {number} */ index) => index >= 0;
  return functions(binary).map((body) => [...named(body)].map((index) => index - first).filter(ours));
}

/** @param {Uint8Array} binary @param {number} id */
function section(binary, id) {
  const found = [...sections(binary)].find((each) => each.id === id);
  if (!found) throw new Error(`This WebAssembly has no section ${id}.`);
  return found;
}

/** @param {Uint8Array} entry */
function exported(entry) {
  const [length, from] = number(entry, 0);
  const to = from + length;
  return { name: text(entry, from, to), kind: entry[to], index: number(entry, to + 1)[0] };
}

/** @param {Uint8Array} bytes @param {number} from @param {number} to */
const text = (bytes, from, to) => new TextDecoder().decode(bytes.subarray(from, to));

// How many functions are imported: they come first in every count of the file's own.
/** @param {Uint8Array} binary */
function imported(binary) {
  let [count, at] = number(binary, section(binary, IMPORTS).from);
  let functions = 0;
  const skip = () => (at = number(binary, at)[1]);
  const name = () => {
    const [length, from] = number(binary, at);
    at = from + length;
  };
  const limits = () => (binary[at++] & 1 ? (skip(), skip()) : skip());
  while (count--) {
    name(); // of the module
    name(); // of what is imported
    const kind = binary[at++];
    if (kind === A_FUNCTION) skip(), functions++;
    else if (kind === 1) at++, limits(); // a table
    else if (kind === 2) limits(); // a memory
    else if (kind === 3) at += 2; // a global
    else if (kind === 4) at++, skip(); // a tag
    else throw new Error(UNKNOWN);
  }
  return functions;
}

// What stands behind an instruction: how many numbers (LEB128), or bytes.
/** @type {Record<number, number | undefined>} */
const NUMBERS = { 0x0c: 1, 0x0d: 1, 0x11: 2, 0x13: 2, 0x3f: 1, 0x40: 1, 0x41: 1, 0x42: 1, 0xd0: 1 };
/** @type {Record<number, number | undefined>} */
const BYTES = { 0x43: 4, 0x44: 8 };
for (const code of [0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x18]) NUMBERS[code] = 1; // blocks, exceptions
for (let code = 0x20; code <= 0x26; code++) NUMBERS[code] = 1; // variables, tables
for (let code = 0x28; code <= 0x3e; code++) NUMBERS[code] = 2; // memory: alignment and offset
for (let code = 0x45; code <= 0xc4; code++) NUMBERS[code] = 0; // arithmetic
for (const code of [0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b, 0xd1]) NUMBERS[code] = 0;
const CALL = [0x10, 0x12, 0xd2]; // call, return_call, ref.func
const MORE = 0xfc;
const MORE_NUMBERS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** @param {Uint8Array} body @returns {Generator<number>} */
function* named(body) {
  for (let at = afterVariables(body); at < body.length; ) {
    const code = body[at++];
    let count = NUMBERS[code];
    if (CALL.includes(code)) {
      const [index, next] = number(body, at);
      yield index;
      at = next;
      continue;
    }
    const constant = BYTES[code];
    if (constant) {
      at += constant;
      continue;
    }
    if (code === 0x0e) {
      [count, at] = number(body, at); // br_table: how many, and the default
      count += 1;
    } else if (code === 0x1c) {
      [count, at] = number(body, at); // select, with how many types
    } else if (code === 0x1f) {
      at = number(body, at)[1]; // try_table: its type, how many clauses
      let clauses;
      for ([clauses, at] = number(body, at); clauses--; at = number(body, at)[1]) {
        if (body[at++] < 2) at = number(body, at)[1]; // catch, catch_ref: which tag
      }
      continue;
    } else if (code === MORE) {
      let which;
      [which, at] = number(body, at);
      count = MORE_NUMBERS[which];
    }
    if (count === undefined) throw new Error(UNKNOWN);
    while (count--) at = number(body, at)[1];
    if (at > body.length) throw new Error(UNKNOWN);
  }
}

/** @param {Uint8Array} body */
function afterVariables(body) {
  let [groups, at] = number(body, 0);
  while (groups--) at = number(body, at)[1] + 1; // how many, of which type
  return at;
}

/** @param {number} value */
function signed(value) {
  const bytes = [];
  for (; value < -0x40 || value > 0x3f; value >>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value & 0x7f];
}
