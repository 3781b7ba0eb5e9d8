// Makes the core's WebAssembly smaller by the functions that nothing can reach:
//
//     node reach.mjs PYODIDE CORE QUESTIONS STDLIB ARCHIVE SNAPSHOT WASM REST
//
// PYODIDE is the folder of the npm package, CORE one as core.mjs makes it, QUESTIONS that of what the package
// is asked, STDLIB and ARCHIVE are the archives. WASM and REST are the files to write: the smaller one, and
// what was taken out of it.
//
// Two kinds are taken out: modules and libraries written in C that are never imported, which foreign.mjs
// names, and whatever no other function names, no table and no export. All the rest stays, whether it ran
// while this was made or not: what an answer will need depends on what somebody types.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { imported, neverImported } from "./foreign.mjs";
import { exercise, nothingOfThisMachine, pyodide, run } from "./interpreter.mjs";
import { parse, startingFrom } from "./restore.mjs";
import { withRest } from "./sections.mjs";
import { addressed, callees, exportedNames, first, functions, marking, only, restOf } from "./wasm.mjs";

const [pyodideFolder, core, asked, stdLibURL, archive, snapshot, smaller, rest] = process.argv.slice(2);
const WASM = "pyodide.asm.wasm";
// As in a browser, where a program has no place of its own and the hash seed is left to chance.
const AS_IN_A_BROWSER = { stdLibURL, _sysExecutable: "./this.program", env: {} };

// Where two functions are the same, the linker keeps one, which then stands in only one of the two places.
// Functions so small that this may be chance stay.
const SMALL = 64; // bytes

run(async () => {
  nothingOfThisMachine();
  const binary = readFileSync(join(core, WASM));
  const names = exportedNames(readFileSync(join(pyodideFolder, WASM)));
  const [marks, replies] = await ran(binary);
  const after = imported(names, marks);
  if (after) throw new Error(`${after} is imported: see foreign.mjs.`);
  const kept = reachable(binary, neverImported(names), marks);
  const slim = only(binary, kept);
  const takenOut = restOf(binary, kept);
  if (Buffer.compare(withRest(slim, takenOut), binary)) {
    throw new Error("The core cannot be put together again.");
  }
  const again = await answerInBothWays(coreWith("smaller", slim), () => {});
  if (new Set([...replies, ...again]).size > 1) throw new Error("The ways to start give other answers.");
  writeFileSync(smaller, slim);
  writeFileSync(rest, takenOut);
});

/** @param {Uint8Array} binary @param {string[]} foreign @param {Uint8Array} marks */
function reachable(binary, foreign, marks) {
  const all = functions(binary);
  const calls = callees(binary);
  const byAddress = [...addressed(binary)].filter((index) => index >= 0);
  const kept = all.map(() => false);
  /** @type {number[]} */
  const open = [];
  /** @param {number} index */
  const keep = (index) => {
    if (!kept[index]) open.push(index);
    kept[index] = true;
  };
  [...exportedNames(binary).keys(), ...first(binary)].forEach(keep);
  byAddress.filter((index) => !foreign[index]).forEach(keep);
  marks.forEach((mark, index) => mark && keep(index));
  for (let next; (next = open.pop()) !== undefined; ) calls[next].forEach(keep);
  /** @param {number} index */
  const mayBeShared = (index) => all[index].length <= SMALL && calls[index].every((callee) => kept[callee]);
  for (let some = true; some; ) {
    const more = byAddress.filter((index) => !kept[index] && mayBeShared(index));
    more.forEach((index) => (kept[index] = true));
    some = more.length > 0;
  }
  return kept;
}

// Which functions ran on the way from either start to the last answer, and the replies.
/** @param {Uint8Array} binary @returns {Promise<[marks: Uint8Array, replies: string[]]>} */
async function ran(binary) {
  const marks = new Uint8Array(functions(binary).length);
  // The far end of the stack is out of reach, and no one else writes there.
  const address = await farEndOfTheStack();
  /** @param {Core} core */
  const collect = ({ HEAPU8 }) => marks.forEach((mark, i) => (marks[i] = mark | HEAPU8[address + i]));
  const replies = await answerInBothWays(coreWith("marking", marking(binary, address)), collect);
  return [marks, replies];
}

/** @param {string} name @param {Uint8Array} binary */
function coreWith(name, binary) {
  const folder = join(core, name);
  mkdirSync(folder);
  for (const file of ["pyodide.mjs", "pyodide-lock.json", "pyodide.asm.mjs"]) {
    copyFileSync(join(core, file), join(folder, file));
  }
  writeFileSync(join(folder, WASM), binary);
  return folder;
}

async function farEndOfTheStack() {
  const { start } = await pyodide(core);
  return (await start({ stdLibURL }))._module._emscripten_stack_get_end();
}

// With the library and from the snapshot; the replies.
/** @param {string} folder @param {(core: Core) => void} collect */
async function answerInBothWays(folder, collect) {
  const { start, createModule } = await pyodide(folder);
  const slim = await start(AS_IN_A_BROWSER);
  slim.unpackArchive(readFileSync(archive).buffer, "zip");
  const { buffer } = new Uint8Array(readFileSync(snapshot));
  const restored = await start({ ...AS_IN_A_BROWSER, ...startingFrom(parse(buffer), createModule) });
  return [slim, restored].map((python) => {
    const replies = exercise(python, asked);
    collect(python._module);
    return replies;
  });
}
