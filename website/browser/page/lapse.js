// Says so once the day is past on which something on this page may stop being right, be the page kept or
// fresh. The day stands in its head; the words lie in the page as <template data-notice="lapsed">.

const two = (number) => String(number).padStart(2, "0");

// The reader's own day, written as in the head: such days compare as text.
export function today() {
  const now = new Date();
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function say(heading, words, day) {
  const notice = words.content.firstElementChild.cloneNode(true);
  const time = notice.querySelector("time");
  const format = { dateStyle: "long", timeZone: "UTC" };
  time.dateTime = day;
  time.textContent = new Date(day).toLocaleDateString(document.documentElement.lang, format);
  heading.parentNode.insertBefore(notice, heading.nextSibling);
}

const heading = document.querySelector("h1");
const words = document.querySelector('template[data-notice="lapsed"]');
const lapses = document.querySelector('meta[name="lapses"]');
if (heading && words && lapses && lapses.content <= today()) say(heading, words, lapses.content);
