// Makes the two archives that the browser loads, with Pyodide's own Python, as only that can write
// the byte code that it reads:
//
//     node slim.mjs PYODIDE CALCULATORS OUT
//
// PYODIDE is the folder of the npm package, CALCULATORS that of the Python package, OUT gets stdlib.zip
// (only what is used of the standard library) and calculators.zip.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytes, exercise, helper, pyodide, run } from "./interpreter.mjs";

const [pyodideFolder, calculatorsFolder, out] = process.argv.slice(2);

run(async () => {
  const { start } = await pyodide(pyodideFolder);
  const stock = await start();
  stock.mountNodeFS("/calculators", calculatorsFolder);
  const pack = helper(stock, "pack");
  const calculators = bytes(pack.package("/calculators"));
  stock.unpackArchive(calculators, "zip");
  const used = helper(stock, "exercise").used_in_answers();
  const replies = exercise(stock); // whatever is used on the way will be in stdlib.zip
  const archive = stock.runPython("import sys; next(p for p in sys.path if p.endswith('.zip'))");
  writeFileSync(join(out, "calculators.zip"), calculators);
  writeFileSync(join(out, "stdlib.zip"), bytes(pack.standard_library(archive, "/calculators", used)));

  const slim = await start({ stdLibURL: join(out, "stdlib.zip") });
  slim.unpackArchive(calculators, "zip");
  if (exercise(slim) !== replies) throw new Error("With stdlib.zip the answers differ.");
});
