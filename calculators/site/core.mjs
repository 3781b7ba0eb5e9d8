// Makes Pyodide's core smaller by what serves only packages that come as WebAssembly of their own:
//
//     node core.mjs PYODIDE OUT
//
// PYODIDE is the folder of the npm package. OUT becomes one like it, where pyodide.asm.wasm exports
// only what JavaScript asks for by name, and pyodide.asm.mjs asks only for what is used.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./interpreter.mjs";
import { onlyExports } from "./wasm.mjs";

const [pyodide, out] = process.argv.slice(2);
const OURS = ["idle.mjs", "restore.mjs", "snapshot.mjs"]; // they ask Pyodide's module for more
const ASSIGNMENTS = /var ([\w$,]+);function assignWasmExports\(wasmExports\)\{([^{}]*)\}/;

const words = (text) => new Set(text.match(/[\w$]+/g));

run(() => {
  const here = dirname(fileURLToPath(import.meta.url));
  const users = OURS.map((name) => readFileSync(join(here, name), "utf8"));
  users.push(readFileSync(join(pyodide, "pyodide.mjs"), "utf8"));
  const glue = withoutIdle(readFileSync(join(pyodide, "pyodide.asm.mjs"), "utf8"), users.join());
  const binary = readFileSync(join(pyodide, "pyodide.asm.wasm"));
  mkdirSync(out);
  for (const name of ["pyodide.mjs", "pyodide-lock.json"]) {
    copyFileSync(join(pyodide, name), join(out, name));
  }
  writeFileSync(join(out, "pyodide.asm.mjs"), glue);
  writeFileSync(join(out, "pyodide.asm.wasm"), onlyExports(binary, words(glue + users.join())));
});

// The glue has a variable for each export; most of them nobody reads.
function withoutIdle(glue, users) {
  const found = glue.match(ASSIGNMENTS);
  if (!found) throw new Error("Pyodide assigns its exports in another way now: see core.mjs.");
  const [whole, variables, body] = found;
  const used = words(glue.replace(whole, "") + users);
  const targets = (assignment) => assignment.match(/[\w$]+(?==)|(?<=Module\[")[\w$]+/g);
  const isUsed = (assignment) => targets(assignment).some((target) => used.has(target));
  const assignments = body.split(";");
  const idle = assignments.filter((assignment) => !isUsed(assignment));
  const unread = new Set(idle.map((assignment) => targets(assignment)[0]));
  const read = variables.split(",").filter((name) => !unread.has(name));
  const kept = assignments.filter(isUsed).join(";");
  const smaller = `var ${read};function assignWasmExports(wasmExports){${kept}}`;
  return glue.replace(whole, () => smaller);
}
