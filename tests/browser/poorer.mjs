// Makes a core that starts and then lacks what an answer needs:
//
//     node poorer.mjs CORE STDLIB CALCULATORS SNAPSHOT REST QUESTION WORDS WASM_OUT REST_OUT
//
// CORE is a folder like Pyodide's with our core in it, REST is what was taken out of that already, QUESTION
// is a JSON list: the calculator, the language, the answers. WORDS is the file with the words of that
// language.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pyodide, run } from "../../website/pyodide/interpreter.mjs";
import { parse, startingFrom } from "../../website/pyodide/restore.mjs";
import { isNothing, withRest } from "../../website/pyodide/sections.mjs";
import { functions, marking, only, restOf } from "../../website/pyodide/wasm.mjs";

const [core, stdLibURL, calculators, snapshot, rest, question, words, ...out] = process.argv.slice(2);
const [wasmOut, restOut] = out;
const WASM = "pyodide.asm.wasm";

run(async () => {
  const slim = readFileSync(join(core, WASM));
  const count = functions(slim).length;
  const { start: startUnmarked } = await pyodide(core);
  const address = (await startUnmarked({ stdLibURL }))._module._emscripten_stack_get_end();
  const marked = join(core, "marked");
  mkdirSync(marked);
  for (const name of ["pyodide.mjs", "pyodide-lock.json", "pyodide.asm.mjs"]) {
    copyFileSync(join(core, name), join(marked, name));
  }
  writeFileSync(join(marked, WASM), marking(slim, address));

  const { start, createModule } = await pyodide(marked);
  const marks = ({ _module }) => _module.HEAPU8.slice(address, address + count);
  const { buffer } = new Uint8Array(readFileSync(snapshot));
  const restored = await start({ stdLibURL, ...startingFrom(parse(buffer), createModule) });
  const started = await start({ stdLibURL });
  started.unpackArchive(readFileSync(calculators).buffer, "zip");
  const asked = [restored, started].map((python) => {
    const { answer, learn } = python.pyimport("calculators.web");
    learn(JSON.parse(question)[1], readFileSync(words, "utf8"));
    const before = marks(python);
    answer(...JSON.parse(question));
    return { before, after: marks(python) };
  });
  const needed = (index) => asked.every(({ before, after }) => after[index] && !before[index]);
  const missing = functions(slim).map((body, index) => isNothing(body) || needed(index));
  if (!missing.some((_, index) => needed(index))) {
    throw new Error("An answer needs nothing that a start does not.");
  }
  const whole = withRest(slim, readFileSync(rest));
  const kept = missing.map((lacks) => !lacks);
  writeFileSync(wasmOut, only(whole, kept));
  writeFileSync(restOut, restOf(whole, kept));
});
