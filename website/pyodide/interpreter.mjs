// What the build does with Pyodide in node: start it, hand it Python files and archives.

import crypto from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @param {string} folder @returns {Promise<{ start: Start, createModule: CreateModule }>} */
export async function pyodide(folder) {
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  const { default: createModule } = await import(pathToFileURL(join(folder, "pyodide.asm.mjs")).href);
  const { info } = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
  // A fixed hash seed, so that the same input makes the same bytes.
  const env = { PYTHONHASHSEED: "0" };
  /** @type {Start} */
  const start = (options) =>
    loadPyodide({ indexURL: folder, lockFileContents: { info, packages: {} }, env, ...options });
  return { start, createModule };
}

// A module of the build itself.
/** @param {Python} python @param {string} name */
export function helper(python, name) {
  return module(python, dirname(fileURLToPath(import.meta.url)), name);
}

// A module of those that ask the package, beside what it reads: all in the folder that is no module.
/** @param {Python} python @param {string} folder @param {string} name */
export function questions(python, folder, name) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const data = entries.filter((entry) => entry.isFile() && extname(entry.name) !== ".py");
  for (const { name } of data) python.FS.writeFile(name, readFileSync(join(folder, name)));
  return module(python, folder, name);
}

/** @param {Python} python @param {string} folder @param {string} name */
function module(python, folder, name) {
  python.FS.writeFile(`${name}.py`, readFileSync(join(folder, `${name}.py`)));
  return python.pyimport(name);
}

// The time, chance and the name of this machine must not be in a file that others make again.
export function nothingOfThisMachine() {
  process.env.TZ = "UTC";
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "snapshot", language: "C" } });
  let ticks = 0; // time must go on, or Python would not notice that a folder has changed
  Date.now = performance.now = () => ++ticks;
  /** @type {(view: any) => any} */
  const noChance = (view) => view.fill(0);
  crypto.randomFillSync = noChance;
  syncBuiltinESMExports();
}

// Answers of all kinds.
/** @param {Python} python @param {string} folder */
export function exercise(python, folder) {
  const asking = questions(python, folder, "exercise");
  try {
    asking.fail(); // an error must be told properly, too
  } catch (error) {
    const [first, ...rest] = String(error).split("\n");
    if (!first.startsWith("PythonError: Traceback") || !rest.join().includes(asking.ERROR)) throw error;
  }
  return asking.exercise();
}

/** @param {PythonBytes} proxy */
export function bytes(proxy) {
  const buffer = proxy.getBuffer("u8");
  const copy = buffer.data.slice();
  buffer.release();
  return copy;
}

// Runs to the end of node: the interpreters would keep it waiting.
/** @param {() => unknown} work */
export async function run(work) {
  try {
    await work();
    process.exit(0);
  } catch (error) {
    // Uncaught, it would come with a line of a megabyte: Pyodide's code.
    console.error(/** @type {any} */ (error)?.message ?? error);
    process.exit(1);
  }
}
