// Takes the memory of a Python that has answered, so that the browser need not start its own:
//
//     node snapshot.mjs CORE QUESTIONS STDLIB ARCHIVE OUT MADE_FROM
//
// CORE is a folder as core.mjs makes it, QUESTIONS that of what the package is asked, STDLIB and ARCHIVE are
// the archives, OUT is the file to write, MADE_FROM is what the header shall say of its origin (JSON).
// restore.mjs says how it is laid out.

import { readFileSync, writeFileSync } from "node:fs";
import { helper, nothingOfThisMachine, pyodide, questions, run } from "./interpreter.mjs";
import { MAGIC } from "./restore.mjs";

const [core, asked, stdLibURL, archive, out, madeFrom] = process.argv.slice(2);
const NEAR = 8; // words; equal words between two runs, up to which one longer run is shorter

run(async () => {
  nothingOfThisMachine();
  const { start, createModule } = await pyodide(core);
  const options = { stdLibURL, _sysExecutable: "python" };
  const startWith = (/** @type {CreateModule} */ createPyodideModule) =>
    start({ ...options, createPyodideModule });
  const fresh = await memoryBefore(startWith, createModule);

  const python = await start({ ...options, createPyodideModule: createModule, _makeSnapshot: true });
  const module = python._module;
  python.unpackArchive(readFileSync(archive).buffer, "zip");
  const commonest = questions(python, asked, "commonest");
  commonest.answer_all();
  commonest.destroy();
  const tidy = helper(python, "tidy");
  tidy.tidy("commonest");
  tidy.destroy();
  if (module.HEAPU32.length !== fresh.length) {
    throw new Error("Python's memory has grown: too big for a snapshot.");
  }
  const references = module.API.serializeHiwireState();
  clearUnused(module);
  writeFileSync(out, pack({ madeFrom: JSON.parse(madeFrom), references }, fresh, module.HEAPU32));
});

// The memory of an instance whose Python has not started.
/**
 * @param {(stopThere: CreateModule) => Promise<Python>} start
 * @param {CreateModule} createModule
 * @returns {Promise<Uint32Array>}
 */
async function memoryBefore(start, createModule) {
  /** @type {Uint32Array | undefined} */
  let memory;
  const enough = new Error();
  /** @type {CreateModule} */
  const stopThere = async (settings) => {
    const module = await createModule(Object.assign(settings, { noInitialRun: true }));
    memory = module.HEAPU32.slice();
    throw enough;
  };
  await start(stopThere).catch((error) => {
    if (error !== enough) throw error;
  });
  if (!memory) throw new Error("Pyodide started without its memory.");
  return memory;
}

// What was freed still holds what was there; zeros compress to nothing.
/** @param {Core} module */
function clearUnused(module) {
  const held = [];
  for (let size = 1 << 16; size >= 16; size -= size > 64 ? size >>> 1 : 8) {
    for (let end = module._sbrk(0); ; ) {
      const block = module._malloc(size);
      held.push(block);
      module.HEAPU8.fill(0, block, block + size);
      if (module._sbrk(0) !== end) break; // there was no gap left of that size
    }
  }
  for (const block of held) module._free(block);
  module.HEAPU8.fill(0, module._emscripten_stack_get_end(), module._emscripten_stack_get_current() - 64);
}

/** @param {Snapshot["header"]} header @param {Uint32Array} before @param {Uint32Array} after */
function pack(header, before, after) {
  /** @type {[from: number, to: number][]} */
  const runs = [];
  for (let i = 0; i < after.length; i++) {
    if (after[i] === before[i]) continue;
    const last = runs.at(-1);
    if (last && i - last[1] < NEAR) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / 4) * 4);
  padded.set(text);
  const parts = [
    Uint32Array.of(MAGIC, text.length, runs.length),
    padded,
    Uint32Array.from(runs.flat()),
    ...runs.map(([from, to]) => after.subarray(from, to)),
  ];
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return whole;
}
