// Makes Pyodide's core smaller by what serves only packages that come as WebAssembly of their own:
//
//     node core.mjs PYODIDE OUT
//
// PYODIDE is the folder of the npm package. OUT becomes one like it, where pyodide.asm.wasm exports
// only what JavaScript asks for by name, and pyodide.asm.mjs asks only for what is used and starts sooner.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./interpreter.mjs";
import { onlyExports } from "./wasm.mjs";

const [pyodide, out] = process.argv.slice(2);
const OURS = ["reach.mjs", "restore.mjs", "snapshot.mjs"]; // they ask Pyodide's module for more
const ASKED = /(?<=\b_?module\.)\w+/g;
const ADDRESSED = /if\(typeof value=="function"\)\{entry\.value=addFunction\(value,value\.sig\)\}/;
const OUTERMOST = /^(async function _createPyodideModule\(.*\})(export default _createPyodideModule;\s*)$/s;
const ASSIGNMENTS = /var ([\w$,]+);function assignWasmExports\(wasmExports\)\{([^{}]*)\}/;
const CHANGED = "Pyodide's glue is another one now: see core.mjs.";

/** @param {string} text */
const words = (text) => new Set(text.match(/[\w$]+/g));

run(() => {
  const here = dirname(fileURLToPath(import.meta.url));
  const users = OURS.flatMap((name) => readFileSync(join(here, name), "utf8").match(ASKED) ?? []);
  users.push(readFileSync(join(pyodide, "pyodide.mjs"), "utf8"));
  const whole = readFileSync(join(pyodide, "pyodide.asm.mjs"), "utf8");
  const glue = readAtOnce(withoutGraphics(withoutIdle(whole, users.join())));
  const binary = readFileSync(join(pyodide, "pyodide.asm.wasm"));
  mkdirSync(out);
  for (const name of ["pyodide.mjs", "pyodide-lock.json"]) {
    copyFileSync(join(pyodide, name), join(out, name));
  }
  writeFileSync(join(out, "pyodide.asm.mjs"), glue);
  writeFileSync(join(out, "pyodide.asm.wasm"), onlyExports(binary, words(glue + users.join())));
});

// The glue has a variable for each export; most of them nobody reads.
/** @param {string} glue @param {string} users */
function withoutIdle(glue, users) {
  const [whole, variables, body] = glue.match(ASSIGNMENTS) ?? [];
  if (!whole) throw new Error(CHANGED);
  const used = words(glue.replace(whole, "") + users);
  /** @param {string} assignment */
  const targets = (assignment) => {
    const found = assignment.match(/[\w$]+(?==)|(?<=Module\[")[\w$]+/g);
    if (!found) throw new Error(CHANGED);
    return found;
  };
  /** @param {string} assignment */
  const isUsed = (assignment) => targets(assignment).some((target) => used.has(target));
  const assignments = body.split(";");
  const idle = assignments.filter((assignment) => !isUsed(assignment));
  const unread = new Set(idle.map((assignment) => targets(assignment)[0]));
  const read = variables.split(",").filter((name) => !unread.has(name));
  const kept = assignments.filter(isUsed).join(";");
  const smaller = `var ${read};function assignWasmExports(wasmExports){${kept}}`;
  return glue.replace(whole, () => smaller);
}

// The functions of OpenGL that WebAssembly has the addresses of would each become a module of their own
// at every start. An address of zero does for what nobody calls.
/** @param {string} glue */
function withoutGraphics(glue) {
  return replaced(glue, ADDRESSED, "if(/^(emscripten_)?gl[A-Z]/.test(symName)){entry.value=0}else $&");
}

// All of it is one function. In brackets, browsers take it for one that is called at once, and do not
// read through it for errors first.
/** @param {string} glue */
function readAtOnce(glue) {
  return replaced(glue, OUTERMOST, "const _createPyodideModule=($1);$2");
}

/** @param {string} glue @param {RegExp} old @param {string} made */
function replaced(glue, old, made) {
  if (!glue.match(old)) throw new Error(CHANGED);
  return glue.replace(old, made);
}
