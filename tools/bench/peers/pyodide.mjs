// Pyodide as it comes, on the page's own thread or (in a worker) off it.

export async function start() {
  const { loadPyodide } = await import("/pyodide/pyodide.mjs");
  const pyodide = await loadPyodide();
  const [archive, words] = await Promise.all([
    fetch("/calculators.zip").then((response) => response.arrayBuffer()),
    fetch("/words.json").then((response) => response.text()),
  ]);
  pyodide.unpackArchive(archive, "zip");
  const { answer, learn } = pyodide.pyimport("calculators.web");
  learn("de", words);
  return answer;
}

if (typeof document === "undefined") {
  const ready = start();
  onmessage = async ({ data }) => postMessage((await ready)(...data));
}
