// Makes the two archives that the browser loads, with Pyodide's own Python, as only that can write
// the byte code that it reads:
//
//     node slim.mjs PYODIDE PACKAGE QUESTIONS STDLIB ARCHIVE
//
// PYODIDE is the folder of the npm package, PACKAGE that of the Python package, QUESTIONS that of what it is
// asked. STDLIB (only what is used of the standard library) and ARCHIVE (the package) are the files to write.

import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { bytes, exercise, helper, pyodide, questions, run } from "./interpreter.mjs";

const [pyodideFolder, packageFolder, asked, stdlib, target] = process.argv.slice(2);
const mounted = `/${basename(packageFolder)}`;

run(async () => {
  const { start } = await pyodide(pyodideFolder);
  const stock = await start();
  stock.mountNodeFS(mounted, packageFolder);
  const pack = helper(stock, "pack");
  stock.unpackArchive(bytes(pack.package(mounted)), "zip");
  const used = questions(stock, asked, "exercise").used_in_answers();
  const replies = exercise(stock, asked); // whatever is used on the way will be in stdlib.zip
  const archive = stock.runPython("import sys; next(p for p in sys.path if p.endswith('.zip'))");
  const ours = bytes(pack.travelling(mounted)); // what was used on the way, here too
  writeFileSync(target, ours);
  writeFileSync(stdlib, bytes(pack.standard_library(archive, mounted, used)));

  const slim = await start({ stdLibURL: stdlib });
  slim.unpackArchive(ours, "zip");
  if (exercise(slim, asked) !== replies) throw new Error("With stdlib.zip the answers differ.");
});
