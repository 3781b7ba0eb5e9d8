// Asks the browser's core, in node:
//
//     node differential.mjs CORE STDLIB CALCULATORS SNAPSHOT WAY WORDS
//
// CORE is a folder like Pyodide's with our core in it, WAY is how Python starts, "snapshot" or "library".
// WORDS is a JSON object: by language, the file with its words. Each line that comes in is a JSON list: the
// calculator, the language, the answers. A JSON line goes out for each: { reply } or { error }. After an
// error, Python starts afresh.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pyodide } from "../website/pyodide/interpreter.mjs";
import { parse, startingFrom } from "../website/pyodide/restore.mjs";

const [core, stdLibURL, calculators, snapshot, way, words] = process.argv.slice(2);
const AS_IN_A_BROWSER = { stdLibURL, _sysExecutable: "./this.program", env: {} };
const { start, createModule } = await pyodide(core);

const ways = {
  async snapshot() {
    const { buffer } = new Uint8Array(readFileSync(snapshot));
    return start({ ...AS_IN_A_BROWSER, ...startingFrom(parse(buffer), createModule) });
  },
  async library() {
    const python = await start(AS_IN_A_BROWSER);
    python.unpackArchive(readFileSync(calculators).buffer, "zip");
    return python;
  },
};

async function started() {
  const python = await ways[way]();
  const { answer, learn } = python.pyimport("calculators.web");
  for (const [language, file] of Object.entries(JSON.parse(words))) {
    learn(language, readFileSync(file, "utf8"));
  }
  return answer;
}

let answer = await started();
for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = { reply: answer(...JSON.parse(line)) };
  } catch (error) {
    said = { error: String(error?.message ?? error) };
    answer = await started();
  }
  if (!process.stdout.write(`${JSON.stringify(said)}\n`)) await once(process.stdout, "drain");
}
process.stdout.write("", () => process.exit(0)); // once all of it is on its way
