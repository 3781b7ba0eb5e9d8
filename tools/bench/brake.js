// How much a page and a worker get done in a while: alone, and both at once. Run by visit.py.

async (milliseconds) => {
  const count = `(milliseconds) => {
    const end = performance.now() + milliseconds;
    let rounds = 0;
    for (let x = 1; performance.now() < end; rounds++) {
      for (let i = 0; i < 10_000; i++) x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
    }
    return rounds / (performance.now() - end + milliseconds);
  }`;
  const source = `const count = ${count}; onmessage = ({ data }) => postMessage(count(data));`;
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  const inWorker = () =>
    new Promise((done) => {
      worker.onmessage = ({ data }) => done(data);
      worker.postMessage(milliseconds);
    });
  const inPage = (0, eval)(count);
  await inWorker();
  const alone = [inPage(milliseconds), await inWorker()];
  const meanwhile = inWorker();
  return [...alone, inPage(milliseconds), await meanwhile];
}
