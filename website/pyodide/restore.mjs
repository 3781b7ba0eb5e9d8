// Puts a snapshot of Python's memory in place of starting Python. Used by the worker, and by the
// build to try out the snapshot that it made.
//
// A snapshot holds only what differs from the memory of an instance that has not run yet, as 32-bit
// words: MAGIC, the length of the header in bytes, the number of runs; the header (JSON, padded);
// for each run where it begins and where it ends; the words of all runs.

export const MAGIC = 0x505a4f53;

/** @param {ArrayBuffer} buffer @returns {Snapshot} */
export function parse(buffer) {
  const words = new Uint32Array(buffer, 0, buffer.byteLength >>> 2);
  const [magic, length, count] = words;
  if (magic !== MAGIC) throw new Error("This is no snapshot.");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, length)));
  const first = 3 + ((length + 3) >>> 2);
  const runs = words.subarray(first, first + 2 * count);
  const data = words.subarray(first + 2 * count);
  let size = 0;
  for (let i = 0; i < runs.length; i += 2) size += runs[i + 1] - runs[i];
  if (size !== data.length) throw new Error("The snapshot was cut short.");
  return { header, runs, data };
}

// What loadPyodide needs to start from a snapshot, which may still be on its way. Its own way would
// take a copy of the whole memory, most of which the WebAssembly file has brought already.
/** @param {Snapshot | Promise<Snapshot>} snapshot @param {CreateModule} createModule */
export function startingFrom(snapshot, createModule) {
  return {
    _loadSnapshot: new Uint8Array(), // there is one
    /** @param {Settings} settings */
    createPyodideModule: async (settings) => {
      const [module, ...arrived] = await Promise.all([createModule(settings), snapshot]);
      settings.API.restoreSnapshot = () => {
        // Pyodide keeps this function, and so would we keep the memory twice.
        const [made] = arrived.splice(0);
        fill(module, made);
        return made.header.references;
      };
      return module;
    },
  };
}

/** @param {Core} module @param {Snapshot} snapshot */
function fill(module, { runs, data }) {
  const memory = module.HEAPU32;
  // Which function calls others safely is this browser's own matter: iPhones have none.
  const offset = memory[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2];
  const place = (module.__PyRuntime + offset) >>> 2;
  const own = memory[place];
  let next = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const size = runs[i + 1] - runs[i];
    memory.set(data.subarray(next, next + size), runs[i]);
    next += size;
  }
  memory[place] = own;
}
