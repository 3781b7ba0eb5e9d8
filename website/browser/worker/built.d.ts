// What the build puts before the worker: the names of its files, and two modules of website/pyodide.

/** A file of the runtime: a script, an archive, a WebAssembly file or a snapshot. */
type Part = string;

declare const RUNTIME: {
  version: string;
  /** Where each lies, beside the worker. */
  names: Record<Part, string>;
  /** How the SHA-256 of each begins. */
  digests: Record<Part, string>;
  folder: string;
  lock: object;
  madeFrom: unknown;
  /** How long each is, and how long compressed. */
  bytes: Record<Part, number>;
  sizes: Record<Part, number>;
  /** What the snapshot spares at the start, by how strong the processor is. */
  secondsSpared: { weak: number; strong: number };
};

/** What the build writes into a snapshot; restore.mjs says how it is laid out. */
interface Snapshot {
  header: { madeFrom: unknown; references: unknown };
  runs: Uint32Array;
  data: Uint32Array;
}

/** What loadPyodide gives. */
interface Python {
  unpackArchive(archive: ArrayBuffer, format: "zip"): void;
  pyimport(name: string): { answer: { copy(): Answer }; learn: { copy(): Learn }; destroy(): void };
}

type Answer = (name: string, language: string, answers: string) => string;
type Learn = (language: string, told: string) => void;

declare function parse(buffer: ArrayBuffer): Snapshot;
declare function startingFrom(snapshot: Promise<Snapshot>, createModule: unknown): object;
declare function withRest(binary: Uint8Array, rest: Uint8Array): Uint8Array<ArrayBuffer>;

// What some browsers have and TypeScript's list of the platform lacks.

interface WorkerNavigator {
  connection?: { saveData?: boolean };
  userAgentData?: { mobile: boolean };
}
