// Runs the calculators in Pyodide, off the page's own thread. The line above is made by the build
// and names the files. A page sends { id, name, language, answers } and gets { id, reply } or
// { id, error }; on the way there it is told { state }: loading, starting, then ready or failed.

const url = (file) => new URL(file, import.meta.url).href;
const [wasmUrl, stdlibUrl] = [RUNTIME.wasm, RUNTIME.stdlib].map(url);

async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response;
}

// Everything is sent for at once; Pyodide by itself would ask for one thing after another.
const download = {
  loader: import(url(RUNTIME.loader)),
  glue: import(url(RUNTIME.glue)),
  wasm: WebAssembly.compileStreaming(get(wasmUrl)),
  stdlib: get(stdlibUrl).then((response) => response.arrayBuffer()),
  calculators: get(url(RUNTIME.calculators)).then((response) => response.arrayBuffer()),
};

async function start() {
  postMessage({ state: "loading" });
  await Promise.all(Object.values(download));
  postMessage({ state: "starting" });
  const { loadPyodide } = await download.loader;
  const config = {
    indexURL: url(RUNTIME.folder),
    stdLibURL: stdlibUrl,
    lockFileContents: RUNTIME.lock,
  };
  const pyodide = await Promise.race([handOver(), loadPyodide(config)]);
  pyodide.unpackArchive(await download.calculators, "zip");
  const web = pyodide.pyimport("calculators.engine.web");
  const answer = web.answer.copy();
  web.destroy();
  return answer;
}

// Gives Pyodide what has arrived when it asks for it. Where the code cannot be instantiated Pyodide
// would wait for ever, so the promise returned fails then; it never succeeds.
function handOver() {
  const { fetch } = self;
  self.fetch = async (resource, options) => {
    if (String(resource) === wasmUrl) return new Response();
    if (String(resource) === stdlibUrl) return new Response(await download.stdlib);
    return fetch(resource, options);
  };
  return new Promise((_, fail) => {
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await download.wasm;
      const instance = WebAssembly.instantiate(module, imports);
      instance.catch(fail);
      return { module, instance: await instance };
    };
  });
}

// When Python itself gives up, what is thrown is no Error but has a message.
function told(error) {
  console.error(error);
  return error instanceof Error ? String(error) : String(error?.message ?? error);
}

const ready = start();
ready.then(
  () => postMessage({ state: "ready" }),
  (error) => {
    postMessage({ state: "failed", error: told(error) });
  },
);

self.onmessage = async ({ data: { id, name, language, answers } }) => {
  try {
    const answer = await ready;
    postMessage({ id, reply: answer(name, language, answers) });
  } catch (error) {
    postMessage({ id, error: told(error) });
  }
};
