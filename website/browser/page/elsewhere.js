// Where an answer leads to a page that its language does not have, it leads to the German one and says so.
// Python knows of no pages; what there is lies in the page as <template data-elsewhere="…"> with the words
// for it.

// How answers begin the address of a page, as calculators/engine/answer_html.py writes it.
const ROOT = "../../";

/** @type {HTMLTemplateElement | null} */
const told = document.querySelector("template[data-elsewhere]");
/** @type {{ pages: string[], own: string, german: string, language: string } | undefined} */
const known = told ? JSON.parse(told.dataset.elsewhere ?? "") : undefined;

/** @param {HTMLElement} answer */
export function leadElsewhere(answer) {
  if (!told || !known) return;
  for (const link of answer.querySelectorAll(`a[href^="${ROOT}"]`)) {
    const address = (link.getAttribute("href") ?? "").slice(ROOT.length);
    const isHere = known.pages.includes(address.split("#")[0]);
    link.setAttribute("href", (isHere ? known.own : known.german) + address);
    if (isHere) continue;
    link.setAttribute("hreflang", known.language);
    link.append(told.content.cloneNode(true));
  }
}
