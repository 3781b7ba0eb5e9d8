// Within the frame: fills in the form and presses the button, as its host's page in host.html asks for,
// and tells with every picture where what the reader was led to lies.

const box = document.querySelector(".calculator");
const topOf = (place) => box.querySelector(`.${place}`).getBoundingClientRect().top;
const tell = (place) => parent.postMessage({ [place]: topOf(place) }, "*");

function press() {
  for (const [name, value] of new URLSearchParams(ANSWERS)) {
    const fields = [...box.querySelectorAll("input")].filter((field) => field.name === name);
    const tick = fields.find((field) => field.value === value);
    if (tick) tick.checked = true;
    else fields[0].value = value;
  }
  box.querySelector("button.submit").click();
  watch();
}

function watch() {
  if (!box.querySelector(".answer").hidden && !box.hasAttribute("aria-busy")) tell("answer");
  requestAnimationFrame(watch);
}

addEventListener("message", ({ data }) => data === "press" && press());
(function ask() {
  if (document.documentElement.dataset.python === "idle") {
    scrollTo(0, topOf("submit") - 0.7 * innerHeight); // as a reader must
    return tell("submit");
  }
  box.querySelector("input").dispatchEvent(new Event("focusin", { bubbles: true })); // sends for Python
  setTimeout(ask); // a frame out of sight is not drawn
})();
