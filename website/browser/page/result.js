// What a reader takes along of an answer: copied, or saved as a file made here. Neither needs a line,
// and nothing that was computed leaves the device.

const KEPT = 60_000; // milliseconds in which the browser can fetch a file that was made

const answers = new WeakMap(); // calculator → its answer as plain text, and when it came

// Addresses on this site become whole ones: the text goes where there is no site around it.
export function remember(box, text) {
  const whole = (_, before, address) => before + new URL(address, location.href).href;
  answers.set(box, { text: text.replace(/(: )(\.\.\/\S+)/g, whole), came: new Date() });
}

export const textOf = (box) => `${answers.get(box).text}\n\n${sign(box)}\n`;

// Below the answer stands when and where it was worked out; only paper and file show it. So the day is
// put into words no sooner: the first time, that takes a browser longer than the whole answer.
export function sign(box) {
  const line = box.querySelector(".made");
  const { came = new Date() } = answers.get(box) ?? {};
  const day = came.toLocaleDateString(box.lang, { dateStyle: "long" });
  const address = location.origin + location.pathname;
  line.textContent = line.dataset.words.replace("{day}", day).replace("{address}", address);
  return line.textContent;
}

// Whether it worked: a browser may not allow it, inside another site's page or without https.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// By a button, which then says so; what could not be copied is marked, for the reader to copy.
export async function copyBy(button, source) {
  if (await copy(source.value ?? source.innerText)) button.textContent = button.dataset.done;
  else if (source.select) source.select();
  else getSelection().selectAllChildren(source);
}

const cases = new WeakMap(); // calculator → the case at work: a random word, and how often it was saved

// Python leaves three gaps in a calendar file, for it has no clock and no dice. As long as the form is
// not begun anew, a later file of the same paper takes the place of the earlier one (RFC 5545).
export function saveCalendar(box, { dataset }) {
  const { word = randomWord(), saved = 0 } = cases.get(box) ?? {};
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const values = { case: word, revision: saved, stamp };
  const fill = (_, field, gap) => field + values[gap];
  const text = JSON.parse(dataset.calendar).replace(/^(UID:|SEQUENCE:|DTSTAMP:)\{(\w+)\}/gm, fill);
  cases.set(box, { word, saved: saved + 1 });
  save(dataset.file, text, "text/calendar");
}

export const beginCase = (box) => cases.delete(box);

function randomWord() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function save(name, text, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, KEPT, link.href);
}
