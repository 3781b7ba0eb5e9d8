// Says so once the day is past on which something on this page may stop being right, be the page kept or
// fresh. The day stands in its head; the words lie in the page as <template data-notice="lapsed">.

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** The reader's own day, written as in the head: such days compare as text. */
export function today() {
  const now = new Date();
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** In which language the browser writes days here: the page names which English, or which digits. */
export const dayLanguage = () => document.documentElement.dataset.locale ?? document.documentElement.lang;

/**
 * @param {Element} heading
 * @param {HTMLTemplateElement} words
 * @param {string} day
 */
function say(heading, words, day) {
  const notice = /** @type {Element | undefined} */ (words.content.firstElementChild?.cloneNode(true));
  const time = notice?.querySelector("time");
  if (!notice || !time) return;
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { dateStyle: "long", timeZone: "UTC" };
  time.dateTime = day;
  time.textContent = new Date(day).toLocaleDateString(dayLanguage(), format);
  heading.after(notice);
}

const heading = document.querySelector("h1");
/** @type {HTMLTemplateElement | null} */
const words = document.querySelector('template[data-notice="lapsed"]');
/** @type {HTMLMetaElement | null} */
const lapses = document.querySelector('meta[name="lapses"]');
if (heading && words && lapses && lapses.content <= today()) say(heading, words, lapses.content);
