// Which functions of Pyodide's core belong to modules and libraries that are never imported: they serve other
// programs. They are found by the names under which the core exports its functions, in the order in which
// the linker has put them.

// Modules in C that neither Python's own start nor the package imports. In the file, what belongs to one
// follows upon its PyInit, up to the next function that is exported: that one is another module's.
const MODULES = [
  ..."ctypes sqlite3 bz2 lzma zstd hmac csv pickle remote_debugging zoneinfo elementtree".split(" "),
  ..."codecs_cn codecs_hk codecs_iso2022 codecs_jp codecs_kr codecs_tw multibytecodec".split(" "),
].map((name) => `PyInit__${name}`);
MODULES.push("PyInit_array", "PyInit_cmath", "PyInit_pyexpat");

// What only these use: from one function to before another, which is the first of what comes next.
const LIBRARIES = {
  lzma_version_number: "sqlite3_status64",
  sqlite3_status64: "FSE_versionNumber",
  FSE_versionNumber: "emscripten_GetProcAddress", // Zstandard
  emscripten_GetProcAddress: "BZ2_blockSort", // OpenGL
  BZ2_blockSort: "adler32_z",
  PyInit_xxsubtype: "PyUnstable_AtExit", // Python's own tests
  _ZNSt3__26__sortIRNS_6__lessIccEEPcEEvT0_S5_T_: "_Unwind_CallPersonality", // C++
};

// For each function, the name of what it belongs to where that is never imported; by the names under which
// Pyodide's own core exports its functions.
/** @param {Map<number, string[]>} names */
export function neverImported(names) {
  /** @type {Map<string, number>} */
  const places = new Map();
  for (const [index, all] of names) for (const name of all) places.set(name, index);
  const all = [...names.keys()].sort((a, b) => a - b);
  /** @type {string[]} */
  const foreign = [];
  /** @param {string} name @param {number | undefined} from @param {number | undefined} to */
  const span = (name, from, to) => {
    if (from === undefined || to === undefined || from >= to) {
      throw new Error(`Pyodide's core has no ${name} where it was: see foreign.mjs.`);
    }
    for (let index = from; index < to; index++) foreign[index] = name;
  };
  for (const name of MODULES) {
    const from = places.get(name) ?? Infinity;
    span(name, from, all.find((index) => index > from));
  }
  for (const [name, next] of Object.entries(LIBRARIES)) span(name, places.get(name), places.get(next));
  return foreign;
}

// One of those modules that was imported all the same: its PyInit is among the functions that ran.
/** @param {Map<number, string[]>} names @param {Uint8Array} marks */
export function imported(names, marks) {
  for (const [index, all] of names) {
    if (marks[index] && all.some((name) => MODULES.includes(name))) return all.join();
  }
}
