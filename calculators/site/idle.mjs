// Makes the core's WebAssembly smaller by the functions that never run:
//
//     node idle.mjs CORE STDLIB CALCULATORS SNAPSHOT QUESTIONS OUT
//
// CORE is a folder as core.mjs makes it, STDLIB and CALCULATORS are the archives, QUESTIONS is what
// the calculators shall be asked besides (JSON), OUT is the file to write. Whatever ran on the way from
// either start to the last answer stays.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exercise, nothingOfThisMachine, pyodide, run } from "./interpreter.mjs";
import { parse, startingFrom } from "./restore.mjs";
import { functions, marking, withoutIdle } from "./wasm.mjs";

const [core, stdLibURL, calculators, snapshot, questions, out] = process.argv.slice(2);
const WASM = "pyodide.asm.wasm";
// As in a browser, where a program has no place of its own and the hash seed is left to chance.
const AS_IN_A_BROWSER = { stdLibURL, _sysExecutable: "./this.program", env: {} };

run(async () => {
  nothingOfThisMachine();
  const binary = readFileSync(join(core, WASM));
  const marks = new Uint8Array(functions(binary));

  // The far end of the stack is out of reach, and no one else writes there.
  const address = await farEndOfTheStack();
  const collect = ({ HEAPU8 }) => marks.forEach((mark, i) => (marks[i] = mark | HEAPU8[address + i]));
  const replies = await answerInBothWays(coreWith("marking", marking(binary, address)), collect);

  const smaller = withoutIdle(binary, marks);
  const again = await answerInBothWays(coreWith("smaller", smaller), () => {});
  if (new Set([...replies, ...again]).size > 1) throw new Error("The ways to start give other answers.");
  writeFileSync(out, smaller);
});

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

// With the library and from the snapshot; the digests of the replies.
async function answerInBothWays(folder, collect) {
  const { start, createModule } = await pyodide(folder);
  const slim = await start(AS_IN_A_BROWSER);
  slim.unpackArchive(readFileSync(calculators).buffer, "zip");
  const { buffer } = new Uint8Array(readFileSync(snapshot));
  const restored = await start({ ...AS_IN_A_BROWSER, ...startingFrom(parse(buffer), createModule) });
  return [slim, restored].map((python) => {
    const replies = exercise(python, questions);
    collect(python._module);
    return replies;
  });
}
