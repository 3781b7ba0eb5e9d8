// Reads the page aloud, sentence by sentence, by a voice that is on the device itself: what somebody reads
// here is for nobody else to hear of. Where there is no such voice, there is no button. What somebody typed,
// and whatever is computed from it, is never read. The words of the button lie in the page.

import { needed, neededById } from "./element.js";

const NAME = "read-aloud"; // of the mark, in the style sheet
const BLOCKS =
  "p, li, h1, h2, h3, h4, h5, h6, dt, dd, th, td, caption, figure, blockquote, summary, div, article";
const DRAWN = "svg > title"; // a drawing, told in words
const UNHEARD =
  "nav, form, label, input, select, textarea, button:not(.term), svg :not(title), script, style, template, " +
  ".calculator, .letter, .sheet, .term-note, .headerlink, .visually-hidden, [hidden], [aria-hidden=true]";
const FOLDED = "details:not([open]) > :not(summary)";
// Where the browser sees an end of a sentence, and there is none: after an initial or the number of a day.
const GOES_ON = /(^|[\s(])([A-Za-z\u00c0-\u1fff]|\d{1,2})\.\s*$/;
// A long word, parted to be read more easily.
const SPLIT_FOR_THE_EYE = /([A-Za-z\u00c0-\u1fff])[·‧](?=[A-Za-z\u00c0-\u1fff])/g;
const SPEAKABLE = /[\dA-Za-z\u00c0-\u1fff]/;
const SOFT_HYPHEN = /\u00ad/g;

/** @typedef {{ words: string, place: Range, block: Element }} Sentence */

const language = document.documentElement.lang;
const template = neededById(`${NAME}-button`, HTMLTemplateElement);
const button = needed("button", template.content, HTMLButtonElement);
const style = needed("link", template.content, HTMLLinkElement);

/** What is to be read. @type {Sentence[]} */
let sentences = [];
/** Which of them comes next. */
let next = 0;
/**
 * What is spoken: some browsers forget it otherwise, and then never say that it is over.
 * @type {SpeechSynthesisUtterance | undefined}
 */
let spoken;

/** @param {string} tag */
const spokenLanguage = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/** One on the device, of the language of the page; the reader's own choice among them, if there is one. */
function localVoice() {
  const voices = speechSynthesis.getVoices().filter((voice) => {
    return voice.localService === true && spokenLanguage(voice.lang) === spokenLanguage(language);
  });
  return voices.find((voice) => voice.default) ?? voices[0];
}

// Voices come after the page, and may go.
function offer() {
  const isThere = Boolean(localVoice());
  if (isThere && !button.isConnected) show();
  if (!isThere && spoken) stop();
  button.hidden = !isThere || !style.sheet;
}

/** With its style, which no other page needs: until that has come, it would push the text away. */
function show() {
  style.addEventListener("load", offer);
  (document.querySelector(".hero") ?? needed("article")).prepend(template.content);
  say("start");
  button.addEventListener("click", () => (spoken ? pause() : start()));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && stop());
  window.addEventListener("pagehide", stop);
  // Whoever leaves in a hurry takes all from the page at once, long before another one comes.
  new MutationObserver(() => button.isConnected || stop()).observe(document.body, { childList: true });
}

/** @param {"start" | "stop" | "on"} what */
function say(what) {
  const words = button.querySelector("span");
  if (words) words.textContent = button.dataset[what] ?? "";
}

/** From where it was stopped, or from the beginning. What is to be seen may be something else by now. */
function start() {
  const stopped = sentences[next];
  sentences = sentencesIn(button.closest("article") ?? document.body);
  next = stopped ? Math.max(0, sentences.findIndex((sentence) => !isBefore(sentence, stopped))) : 0;
  button.dataset.reading = "on";
  say("stop");
  readOn();
}

/**
 * @param {Sentence} one
 * @param {Sentence} other
 */
const isBefore = (one, other) => one.place.compareBoundaryPoints(Range.START_TO_START, other.place) < 0;

function readOn() {
  const sentence = sentences[next];
  const voice = localVoice();
  if (!sentence || !voice) {
    next = 0;
    return stop();
  }
  mark(sentence);
  const utterance = new SpeechSynthesisUtterance(sentence.words);
  utterance.voice = voice; // never the browser's own choice, which may be a voice in the net
  utterance.lang = voice.lang;
  utterance.onend = () => {
    if (spoken !== utterance) return; // stopped meanwhile
    next += 1;
    readOn();
  };
  utterance.onerror = () => spoken === utterance && stop();
  spoken = utterance;
  speechSynthesis.speak(utterance);
}

function stop() {
  spoken = undefined;
  speechSynthesis.cancel();
  unmark();
  delete button.dataset.reading;
  say(next ? "on" : "start");
}

/** The way to go on stays in reach, too. */
function pause() {
  stop();
  button.dataset.reading = "paused";
}

/** @param {Sentence} sentence */
function mark(sentence) {
  const inSight = isInSight(marked?.place);
  unmark();
  marked = sentence;
  const isDrawn = sentence.block.matches("figure");
  if ("highlights" in CSS && !isDrawn) CSS.highlights.set(NAME, new Highlight(sentence.place));
  else sentence.block.setAttribute("data-read-aloud", "");
  // Whoever scrolled to another place stays there.
  if (inSight && !isInSight(sentence.place)) sentence.block.scrollIntoView({ block: "center" });
}

/** @type {Sentence | undefined} */
let marked;

function unmark() {
  if ("highlights" in CSS) CSS.highlights.delete(NAME);
  marked?.block.removeAttribute("data-read-aloud");
  marked = undefined;
}

/** What has no place on the page, a drawing's words, is as good as seen. @param {Range} [place] */
function isInSight(place) {
  const { top = 0, bottom = 0 } = place?.getBoundingClientRect() ?? {};
  return bottom >= 0 && top <= window.innerHeight;
}

/**
 * All that stands there for a reader, in order.
 * @param {Element} place
 */
function sentencesIn(place) {
  /** @type {[block: Element, texts: Text[]][]} */
  const blocks = [];
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    const block = text.parentElement?.closest(BLOCKS);
    if (!block || !isHeard(text.parentElement)) continue;
    const last = blocks[blocks.length - 1];
    if (last?.[0] === block) last[1].push(text);
    else blocks.push([block, [text]]);
  }
  /** @type {Sentence[]} */
  const found = [];
  for (const [block, texts] of blocks) found.push(...sentencesOf(block, texts));
  return found;
}

/** @param {Element | null} element */
function isHeard(element) {
  if (!element || element.closest(UNHEARD) || element.closest(FOLDED)) return false;
  const seen = element.matches(DRAWN) ? element.parentElement : element;
  return Boolean(seen?.getClientRects().length);
}

/**
 * @param {Element} block
 * @param {Text[]} texts
 * @returns {Generator<Sentence>}
 */
function* sentencesOf(block, texts) {
  let from = 0;
  for (const piece of pieces(texts.map((text) => text.data).join(""))) {
    const to = from + piece.length;
    const words = piece.replace(SOFT_HYPHEN, "").replace(SPLIT_FOR_THE_EYE, "$1").replace(/\s+/g, " ").trim();
    if (SPEAKABLE.test(words)) {
      const place = document.createRange();
      place.setStart(...placeOf(texts, from + piece.search(/\S/)));
      place.setEnd(...placeOf(texts, from + piece.replace(/\s+$/, "").length));
      yield { words, place, block };
    }
    from = to;
  }
}

/**
 * Where in which of the texts, that follow one another, a letter is.
 * @param {Text[]} texts
 * @param {number} letter
 * @returns {[text: Text, letter: number]}
 */
function placeOf(texts, letter) {
  let rest = letter;
  for (const text of texts) {
    if (rest <= text.length) return [text, rest];
    rest -= text.length;
  }
  throw new Error(`There is no letter ${letter} in ${texts.length} texts.`);
}

/**
 * A text in sentences, whole: one after another they are the text.
 * @param {string} text
 */
function pieces(text) {
  /** @type {string[]} */
  const found = [];
  for (const piece of rawPieces(text)) {
    const before = found[found.length - 1];
    if (before && (GOES_ON.test(before) || /^\d/.test(piece))) found[found.length - 1] += piece;
    else found.push(piece);
  }
  return found;
}

/** @param {string} text */
function rawPieces(text) {
  if (!("Segmenter" in Intl)) return text.match(/[^.!?]*[.!?]*\s*/g) ?? [];
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

if ("speechSynthesis" in window) {
  speechSynthesis.onvoiceschanged = offer;
  offer();
}
