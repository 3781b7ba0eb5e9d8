// Pyodide as it comes, on the page's own thread or (in a worker) off it: the same question.

const worker = typeof document === "undefined";

async function python() {
  const { loadPyodide } = await import("/pyodide/pyodide.mjs");
  const pyodide = await loadPyodide();
  pyodide.unpackArchive(await (await fetch("/calculators.zip")).arrayBuffer(), "zip");
  return pyodide.pyimport("calculators.engine.web").answer;
}

if (worker) {
  const ready = python();
  onmessage = async ({ data }) => postMessage((await ready)(...data));
} else {
  const { name, pairs } = QUESTION;
  const given = [name, "de", JSON.stringify(pairs)];
  let ask;
  if (location.pathname.includes("worker")) {
    const python = new Worker("/stock.mjs", { type: "module" });
    ask = () =>
      new Promise((done) => {
        python.onmessage = ({ data }) => done(data);
        python.postMessage(given);
      });
  } else {
    const answer = await python();
    ask = async () => answer(...given);
  }
  window.again = async () => (document.body.innerHTML = JSON.parse(await ask()).html);
  await again();
  measured.answer = document.body.textContent;
  measured.first = performance.now();
}
