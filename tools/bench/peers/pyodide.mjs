// Pyodide as it comes, on the page's own thread or (in a worker) off it.

export async function start() {
  const { loadPyodide } = await import("/pyodide/pyodide.mjs");
  const pyodide = await loadPyodide();
  pyodide.unpackArchive(await (await fetch("/calculators.zip")).arrayBuffer(), "zip");
  return pyodide.pyimport("calculators.web").answer;
}

if (typeof document === "undefined") {
  const ready = start();
  onmessage = async ({ data }) => postMessage((await ready)(...data));
}
