// What the scripts of this folder have in their hands, as far as they ask for it.

/** An instance of Pyodide's WebAssembly and of its script. */
interface Core {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  API: { serializeHiwireState(): unknown };
  __PyRuntime: number;
  __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
  _malloc(size: number): number;
  _free(block: number): void;
  _sbrk(increment: number): number;
  _emscripten_stack_get_end(): number;
  _emscripten_stack_get_current(): number;
}

/** What loadPyodide hands to whoever makes that instance. */
interface Settings {
  noInitialRun?: boolean;
  API: { restoreSnapshot?: () => unknown };
}

type CreateModule = (settings: Settings) => Promise<Core>;

/** What loadPyodide may be told. */
interface Options {
  stdLibURL?: string;
  env?: Record<string, string>;
  createPyodideModule?: CreateModule;
  _sysExecutable?: string;
  _makeSnapshot?: boolean;
  _loadSnapshot?: Uint8Array;
}

type Start = (options?: Options) => Promise<Python>;

/** What loadPyodide gives. */
interface Python {
  _module: Core;
  FS: { writeFile(name: string, content: Uint8Array): void };
  mountNodeFS(place: string, folder: string): void;
  pyimport(name: string): PythonModule;
  runPython(code: string): string;
  unpackArchive(archive: ArrayBufferLike | Uint8Array, format: "zip"): void;
}

interface PythonBytes {
  getBuffer(type: "u8"): { data: Uint8Array; release(): void };
}

/** What the modules of this folder and those that ask the package have, each a part of it. */
interface PythonModule {
  ERROR: string;
  answer_all(): void;
  destroy(): void;
  exercise(): string;
  fail(): void;
  package(mounted: string): PythonBytes;
  standard_library(archive: string, mounted: string, used: unknown): PythonBytes;
  tidy(asking: string): void;
  travelling(mounted: string): PythonBytes;
  used_in_answers(): unknown;
}

/** restore.mjs says how it is laid out. */
interface Snapshot {
  header: { madeFrom: unknown; references: unknown };
  runs: Uint32Array;
  data: Uint32Array;
}

/** A section of a WebAssembly file: its kind, where it starts, and where its content lies. */
interface Section {
  id: number;
  start: number;
  from: number;
  to: number;
}
