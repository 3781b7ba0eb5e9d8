"""Somebody with a phone, who looks for what they see, and what the way has cost them so far."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tools.browser.forms import FIRST_ANSWER

Name = str | re.Pattern[str]
# What a reader knows: words of a question → words of the answer to choose, or what to type there.
Knowledge = Mapping[str, str]
TODAY = "today"
UNKNOWN = "Weiß ich nicht"
# The same, as a form has it in every language.
NOT_KNOWN = "unknown"

# Words of the page's text between two heights that this reader has not yet seen, in the language of the page:
# what is there in another is to be shown to somebody, or recognised in a letter.
NEW_WORDS = r"""([top, bottom]) => {
    const seen = (window.wordsSeen ??= new WeakMap());
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const inSight = ({ top: above, height, width, left }) =>
        height > 0 && width > 1 && left >= 0 && above + height / 2 > top && above + height / 2 < bottom;
    let count = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent.closest("script, style, template, option, .visually-hidden")) continue;
        if (parent.closest("[lang]").lang !== document.documentElement.lang) continue;
        if (!parent.checkVisibility({ visibilityProperty: true })) continue;
        const known = seen.get(node) ?? new Set();
        seen.set(node, known);
        for (const { index, 0: word } of node.data.matchAll(/\S*[\p{L}\p{N}]\S*/gu)) {
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            if (known.has(index) || !inSight(range.getBoundingClientRect())) continue;
            known.add(index);
            count += 1;
        }
    }
    return count;
}"""
# What lies over the page at its upper edge.
COVERED = """() => {
    const bars = [...document.querySelectorAll("header, .md-header")];
    const over = bars.filter((bar) => /fixed|sticky/.test(getComputedStyle(bar).position));
    return Math.max(0, ...over.map((bar) => bar.getBoundingClientRect().bottom));
}"""


class Lost(Exception):
    """The reader does not find what the way needs; the message says what."""


class Reader:
    """Counts taps, typed characters, screens and the words on them.

    A field is one tap, whether one types into it or chooses from its list.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.keys = 0
        self.screens = 0.0
        self.words = 0
        size = page.viewport_size
        assert size
        self._height = size["height"]
        self._at = 0.0

    @property
    def cost(self) -> dict[str, float]:
        """What the way has cost so far, by measure."""
        return {
            "taps": self.taps,
            "keys": self.keys,
            "screens": self.screens,
            "words": self.words,
        }

    def open(self, path: str) -> None:
        """Come to a page by its address."""
        self.page.goto(path)
        self._arrive()

    def back(self) -> None:
        """Go to the page before."""
        self.taps += 1
        self.page.go_back()
        self._arrive()

    def follow(self, link: Locator) -> None:
        """Tap a link, and look at what it leads to."""
        self.reach(link)
        target = str(link.evaluate("link => link.href"))
        leaves = target.split("#")[0] != self.page.url.split("#")[0]
        self.tap(link)
        if leaves:
            self.page.wait_for_url(target)
            self._arrive()
        else:
            self.page.wait_for_function("target => location.href === target", arg=target)
            self._look()

    def tap(self, place: Locator) -> None:
        """Scroll to it and tap it."""
        self.reach(place)
        self.taps += 1
        place.click()

    def type(self, field: Locator, text: str) -> None:
        """Tap a field and type into it."""
        self.tap(field)
        self.keys += len(text)
        field.fill(text)

    def read(self, place: Locator) -> str:
        """Scroll until it can be read; what it says, on one line."""
        self.reach(place)
        return " ".join(place.inner_text().split())

    def on_this_screen(self) -> str:
        """All text that is on the screen now, on one line."""
        return " ".join(
            self.page.evaluate(
                """height => [...document.querySelectorAll("main :is(p, li, dd, dt, td, th, h1, h2, h3)")]
                    .filter((place) => place.checkVisibility({ visibilityProperty: true }))
                    .filter((place) => place.getBoundingClientRect().top < height)
                    .filter((place) => place.getBoundingClientRect().bottom > 0)
                    .map((place) => place.innerText).join(" ")""",
                self._height,
            ).split()
        )

    def reach(self, place: Locator) -> None:
        """Scroll no farther than it takes to see it whole, or as much of it as a screen holds."""
        place.wait_for()
        covered = self.page.evaluate(COVERED)
        top, bottom = place.evaluate(
            "place => [place.getBoundingClientRect().top, place.getBoundingClientRect().bottom]"
        )
        down = min(bottom - self._height, top - covered)
        distance = top - covered if top < covered else max(0, down)
        if not distance:
            return
        before = self._scrolled()
        self.page.evaluate("distance => scrollBy({ top: distance, behavior: 'instant' })", distance)
        after = self._scrolled()
        self.screens += abs(after - before) / self._height
        self._take_in(min(before, after) - after, max(before, after) - after + self._height)
        self._at = after

    def answer(self, box: Locator, knows: Knowledge) -> None:
        """Answer the questions of a form from top to bottom, as far as it needs answers.

        What the reader does not know is not known, where the form takes that, and left out where it may
        be. Raises Lost where it is neither.
        """
        known = {re.compile(words, re.IGNORECASE): said for words, said in knows.items()}
        for question in self._questions(box):
            label = " ".join(question.locator("legend, label").first.inner_text().split())
            said = next((said for words, said in known.items() if words.search(label)), None)
            if _is_answered(question):
                continue
            if said is not None:
                self._say(question, said)
            elif not question.locator(".optional").count():
                unknown = question.get_by_label(UNKNOWN, exact=True)
                if not unknown.count():
                    raise Lost(f"the form asks {label!r}; what does this reader know of it?")
                self.tap(unknown)
            self._look()

    def tell(self, box: Locator, knows: Knowledge) -> None:
        """Answer a form by the names of its questions, in whatever language, until its answer is there.

        All questions at once, or one after another; what the reader does not know is not known. Raises
        Lost where a question takes neither.
        """
        told: set[str] = set()
        while not box.locator(".answer .verdict").is_visible():
            asked = [question for question in _shown(box) if question not in told]
            for name in asked:
                told.add(name)
                self._choose(box.locator(f'[data-question="{name}"]'), knows.get(name, NOT_KNOWN))
                self._look()
            if asked and [question for question in _shown(box) if question not in told]:
                continue
            if not asked:
                raise Lost("the form asks nothing more, and has no answer")
            further = box.locator('[data-step="on"]').locator("visible=true")
            self.tap(further if further.count() else box.locator("button.submit"))
            self._go_on(box, told)
            self._look()

    def _choose(self, question: Locator, value: str) -> None:
        if _is_answered(question) or question.locator(".optional").count():
            return
        choice = question.locator(f'label.choice:has(input[value="{value}"])')
        if not question.locator(".choices").count() and value != NOT_KNOWN:
            self._write(question, value)
            return
        if not choice.count():
            raise Lost(f"{value!r} among {question.inner_text()!r}")
        self.tap(choice)

    def _go_on(self, box: Locator, told: set[str]) -> None:
        """Wait for what comes after the button: the answer, another question, or what is wrong."""
        others = "".join(f':not([data-question="{name}"])' for name in sorted(told))
        coming = (".answer .verdict", ".problem-summary", f"form [data-question]{others}")
        box.locator(", ".join(f"{each}:visible" for each in coming)).first.wait_for(
            timeout=FIRST_ANSWER
        )
        expect(box).not_to_have_attribute("aria-busy", re.compile(""), timeout=FIRST_ANSWER)
        if box.locator(".problem-summary").is_visible():
            raise Lost(self.read(box.locator(".problem-summary")))

    def submit(self, box: Locator) -> None:
        """Press the button, and look at the answer. Raises Lost if the form wants to know more."""
        self.tap(box.locator("button.submit"))
        box.locator(".answer:visible, .problem-summary:visible").first.wait_for(
            timeout=FIRST_ANSWER
        )
        expect(box).not_to_have_attribute("aria-busy", re.compile(""), timeout=FIRST_ANSWER)
        if box.locator(".problem-summary").is_visible():
            raise Lost(self.read(box.locator(".problem-summary")))
        self._look()

    def _questions(self, box: Locator) -> Iterator[Locator]:
        """The questions to be seen, in their order; an answer may bring others."""
        done = set()
        while True:
            name = next((name for name in _shown(box) if name not in done), None)
            if name is None:
                return
            done.add(name)
            yield box.locator(f'[data-question="{name}"]')

    def _say(self, question: Locator, said: str) -> None:
        """Choose or type an answer; several choices and parts are parted by a comma."""
        if said == TODAY:
            self.tap(question.locator("button.today"))
        elif question.locator("select").count():
            self.tap(question.locator("select"))
            question.locator("select").select_option(label=said)
        elif question.locator(".choices").count():
            for words in filter(None, said.split(", ")):
                choice = question.locator("label.choice", has_text=re.compile(words, re.IGNORECASE))
                if not choice.count():
                    raise Lost(f"{words!r} among {question.inner_text()!r}")
                self.tap(choice.first)
        else:
            self._write(question, said)

    def _write(self, question: Locator, said: str) -> None:
        """Type an answer; a day part by part, where it has a field for each."""
        fields = question.locator('input[type="text"]').all()
        parts = said.split(".") if len(fields) > 1 else [said]
        for field, text in zip(fields, parts, strict=True):
            if field.input_value() != text:
                self.type(field, text)

    def _arrive(self) -> None:
        """A new page: its first screen, from wherever it opens."""
        self.page.wait_for_load_state()
        self.page.evaluate("document.fonts.ready")
        self.screens += 1
        self._at = self._scrolled()
        self._take_in(0, self._height)

    def _look(self) -> None:
        """Take in the screen. Where the page itself moved, it is at most a new one."""
        now = self._scrolled()
        self.screens += min(1, abs(now - self._at) / self._height)
        self._at = now
        self._take_in(0, self._height)

    def _take_in(self, top: float, bottom: float) -> None:
        self.words += self.page.evaluate(NEW_WORDS, [top, bottom])

    def _scrolled(self) -> float:
        found: Any = self.page.evaluate("scrollY")
        return float(found)


def _shown(box: Locator) -> list[str]:
    """The names of the questions that can be seen, in their order."""
    visible = box.locator("form [data-question]:visible")
    found: list[str] = visible.evaluate_all("all => all.map((each) => each.dataset.question)")
    return found


def _is_answered(question: Locator) -> bool:
    """Whether it came filled in."""
    found: Any = question.evaluate(
        """question => {
            const typed = [...question.querySelectorAll("input[type=text], select")];
            const ticks = [...question.querySelectorAll("input:is([type=radio], [type=checkbox])")];
            return ticks.some((tick) => tick.checked)
                || (typed.length > 0 && typed.every((field) => field.value));
        }"""
    )
    return bool(found)
