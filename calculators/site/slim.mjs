// Makes the two archives that the browser loads, with Pyodide's own Python, as only that can write
// the byte code that it reads:
//
//     node slim.mjs PYODIDE CALCULATORS OUT
//
// PYODIDE is the folder of the npm package, CALCULATORS that of the Python package, OUT gets
// stdlib.zip (only those modules of the standard library that are used) and calculators.zip.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [pyodideFolder, calculatorsFolder, out] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const { info } = JSON.parse(readFileSync(join(pyodideFolder, "pyodide-lock.json"), "utf8"));

function start(options) {
  // A fixed hash seed, so that the same input makes the same bytes.
  const env = { PYTHONHASHSEED: "0" };
  return loadPyodide({ indexURL: pyodideFolder, lockFileContents: { info, packages: {} }, env, ...options });
}

function helper(pyodide, name) {
  const file = join(dirname(fileURLToPath(import.meta.url)), `${name}.py`);
  pyodide.FS.writeFile(`${name}.py`, readFileSync(file));
  return pyodide.pyimport(name);
}

// Does what worker.js does, and more: whatever is imported on the way will be in stdlib.zip.
function exercise(pyodide, calculators) {
  pyodide.unpackArchive(calculators, "zip");
  const { answer } = pyodide.pyimport("calculators.engine.web");
  try {
    answer("no such calculator", "de", "no JSON"); // an error must be told properly, too
  } catch (error) {
    if (!/^PythonError: Traceback[^]*JSONDecodeError/.test(error)) throw error;
  }
  return helper(pyodide, "exercise").exercise();
}

function bytes(proxy) {
  const buffer = proxy.getBuffer("u8");
  const copy = buffer.data.slice();
  buffer.release();
  return copy;
}

async function make() {
  const stock = await start();
  stock.mountNodeFS("/calculators", calculatorsFolder);
  const pack = helper(stock, "pack");
  const calculators = bytes(pack.package("/calculators"));
  const replies = exercise(stock, calculators);
  const archive = stock.runPython("import sys; next(p for p in sys.path if p.endswith('.zip'))");
  writeFileSync(join(out, "calculators.zip"), calculators);
  writeFileSync(join(out, "stdlib.zip"), bytes(pack.standard_library(archive)));

  const slim = await start({ stdLibURL: join(out, "stdlib.zip") });
  if (exercise(slim, calculators) !== replies) throw new Error("With stdlib.zip the answers differ.");
}

try {
  await make();
  process.exit(0); // the interpreters would keep node waiting
} catch (error) {
  console.error(error.message); // uncaught, it would come with a line of a megabyte: Pyodide's code
  process.exit(1);
}
