const worker = new Worker("/peers/pyodide.mjs", { type: "module" });

const answer = (...asked) =>
  new Promise((done) => {
    worker.onmessage = ({ data }) => done(data);
    worker.postMessage(asked);
  });

show(python(answer));
