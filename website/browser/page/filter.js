// Leaves of a page's examples those with a certain word in them, given and answer included.

const box = document.querySelector(".filter");
const cases = [...document.querySelectorAll(".examples > details")].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
}));

function filter(field) {
  const words = field.value.toLowerCase().split(/\s+/);
  for (const { element, text } of cases) element.hidden = !words.every((word) => text.includes(word));
  const left = cases.filter(({ element }) => !element.hidden).length;
  const said = box.querySelector("template").innerHTML;
  box.querySelector("[role=status]").textContent = said.replace("{left}", left).replace("{all}", cases.length);
}

if (box) {
  const field = box.querySelector("input");
  field.addEventListener("input", () => filter(field));
  box.hidden = false;
  filter(field);
}
