// Buttons that copy a sentence of the page: data-copies names its element, data-done what is said then.
// They are in the page hidden, and shown where a browser can copy.

async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).innerText.trim());
  button.textContent = button.dataset.done;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.addEventListener("click", () => copy(button));
    button.hidden = false;
  }
}
