// MicroPython as it comes, on the page's own thread.

import { loadMicroPython } from "/micropython/micropython.mjs";

const [micropython, source] = await Promise.all([
  loadMicroPython(),
  fetch("/peers/copayment.py").then((response) => response.text()),
]);
micropython.runPython(source);
show(python(micropython.globals.get("answer")));
