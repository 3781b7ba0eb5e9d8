// What the build does with Pyodide in node: start it, hand it Python files and archives.

import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export async function pyodide(folder) {
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  const { default: createModule } = await import(pathToFileURL(join(folder, "pyodide.asm.mjs")).href);
  const { info } = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
  // A fixed hash seed, so that the same input makes the same bytes.
  const env = { PYTHONHASHSEED: "0" };
  const start = (options) =>
    loadPyodide({ indexURL: folder, lockFileContents: { info, packages: {} }, env, ...options });
  return { start, createModule };
}

export function helper(python, name) {
  const file = join(dirname(fileURLToPath(import.meta.url)), `${name}.py`);
  python.FS.writeFile(`${name}.py`, readFileSync(file));
  return python.pyimport(name);
}

// The time, chance and the name of this machine must not be in a file that others make again.
export function nothingOfThisMachine() {
  process.env.TZ = "UTC";
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "snapshot", language: "C" } });
  let ticks = 0; // time must go on, or Python would not notice that a folder has changed
  Date.now = performance.now = () => ++ticks;
  crypto.randomFillSync = (view) => view.fill(0);
  syncBuiltinESMExports();
}

// Answers of all kinds.
export function exercise(python) {
  const { answer } = python.pyimport("calculators.engine.web");
  try {
    answer("no such calculator", "de", "no JSON"); // an error must be told properly, too
  } catch (error) {
    if (!/^PythonError: Traceback[^]*JSONDecodeError/.test(error)) throw error;
  }
  return helper(python, "exercise").exercise();
}

export function bytes(proxy) {
  const buffer = proxy.getBuffer("u8");
  const copy = buffer.data.slice();
  buffer.release();
  return copy;
}

// Runs to the end of node: the interpreters would keep it waiting.
export async function run(work) {
  try {
    await work();
    process.exit(0);
  } catch (error) {
    console.error(error.message ?? error); // uncaught, it would come with a line of a megabyte: Pyodide's code
    process.exit(1);
  }
}
