"""How hard the pages are to read: ``python -m tools.reading_level [FOLDER=site]``.

Prints for every page of the built site how many words a sentence has and how easy it is to read by
Flesch's measure in Amstad's version for German (0 is very hard, 100 very easy), then the sentences
that are too long for the pages of those who are ill and of their relatives. Leaves with an error if
one of these pages is too hard.

What counts is running text as a reader sees it: no headings, tables, forms or code, no list of norms,
no citation in brackets, and no scraps of a list that are no sentence.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

from website.finish.tree import classes, pops_up, tree

SITE = Path(__file__).parents[1] / "site"
# Folders of those for whom reading may be hard; "" is the start page.
EASY = ("", "betroffene", "angehoerige")
MOST_WORDS_PER_SENTENCE = 15
LEAST_FLESCH = 60
START = "start"
LONG = 20  # words; such a sentence is worth a second look
LONG_WORD = 6  # letters; longer ones count in LIX and in the Wiener Sachtextformel
MANY_SYLLABLES = 3

BLOCKS = "p li dd dt div blockquote details ul ol dl section article figure"
LEFT_OUT = "h1 h2 h3 h4 h5 h6 summary table pre form script svg figcaption dialog template"
IN_A_LINE = "a svg script"
LEFT_OUT_CLASSES = {
    *("headerlink", "calculator", "checked", "admonition-title", "answers"),
    *("examples", "figures-of-law", "rules"),
}
NORM, END_OF_NORM = "\ue000", "\ue001"
ONLY_NORMS = re.compile(rf"\s*\((?:{NORM}[^{END_OF_NORM}]*{END_OF_NORM}[\s,;]*)+\)")
ENDS = re.compile(r"[.!?…:][“”»)]*$")
END = re.compile(r"(?P<before>\S*)(?P<mark>[.!?…])[“”»)]*\s+(?=[„»(–\s]*[A-ZÄÖÜ\d])")
NO_END = re.compile(r"^[(„]*(\d{1,2}|z|B|d|h|u|a|Abs|Nr|Dr|ca|bzw|usw|ggf|Satz|vgl)$")
WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")

# Two vowels that are one sound, or else each vowel for itself.
VOWELS = re.compile(r"aa|ee|oo|ai|ay|au|ei|ey|eu|ie|äu|oi|ou|[aeiouyäöü]")
SILENT = re.compile(r"(?<=q)u")
# After these a new syllable begins, though the vowels would be one sound elsewhere.
APART = re.compile(r"^[bg]e(?=e)|^be(?=u[rn])|(?:pat|kl|famil|stud|med|fer|lin|ser)i(?=en)")


@dataclass
class Level:
    """What was counted on a page."""

    sentences: list[str] = field(default_factory=list)

    @cached_property
    def words(self) -> list[str]:
        """All words of all sentences."""
        return [word for sentence in self.sentences for word in words(sentence)]

    @property
    def words_per_sentence(self) -> float:
        """The average; 0 for a page without a sentence."""
        return len(self.words) / max(len(self.sentences), 1)

    @property
    def flesch(self) -> float:
        """How easy the page is to read, by Amstad: 180 - words a sentence - 58.5 * syllables a word."""
        found = self.words
        per_word = sum(map(syllables, found)) / max(len(found), 1)
        return 180 - self.words_per_sentence - 58.5 * per_word

    @property
    def lix(self) -> float:
        """How hard it is by LIX: words a sentence and words of more than six letters in a hundred."""
        return self.words_per_sentence + self._share(lambda word: len(word) > LONG_WORD)

    @property
    def wiener(self) -> float:
        """How hard it is by the first Wiener Sachtextformel: about the year at school that it needs."""
        return (
            0.1935 * self._share(lambda word: syllables(word) >= MANY_SYLLABLES)
            + 0.1672 * self.words_per_sentence
            + 0.1297 * self._share(lambda word: len(word) > LONG_WORD)
            - 0.0327 * self._share(lambda word: syllables(word) == 1)
            - 0.875
        )

    def _share(self, counts: Callable[[str], bool]) -> float:
        """How many words in a hundred count; 0 for a page without a word."""
        found = self.words
        return 100 * sum(map(counts, found)) / max(len(found), 1)

    @property
    def longest(self) -> str:
        """The sentence with the most words."""
        return max(self.sentences, key=lambda sentence: len(words(sentence)), default="")

    @property
    def is_easy(self) -> bool:
        """Whether it may stand on a page for those to whom reading may be hard."""
        return self.words_per_sentence <= MOST_WORDS_PER_SENTENCE and self.flesch >= LEAST_FLESCH


def levels(site: Path = SITE) -> dict[str, Level]:
    """Every page of the built site that has running text, by its address; the start page is ""."""
    return {
        path.parent.relative_to(site).as_posix().removeprefix("."): Level(found)
        for path in sorted(site.rglob("index.html"))
        if (found := sentences(path.read_text("utf-8")))
    }


def for_all(page: str) -> bool:
    """Whether the page must be easy."""
    return page.partition("/")[0] in EASY


def sentences(html: str) -> list[str]:
    """The sentences of a page's article; none where there is no article."""
    articles = tree(html).iter("article")
    return [text for article in articles for block in blocks(article) for text in split(block)]


def split(text: str) -> list[str]:
    """The sentences of a block of text; none if it is only a label or a link."""
    text = ONLY_NORMS.sub("", text).replace(NORM, "").replace(END_OF_NORM, "")
    text = " ".join(text.split())
    if not ENDS.search(text):
        return []
    found, start = [], 0
    for end in END.finditer(text):
        if end["mark"] != "." or not NO_END.match(end["before"]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [sentence for sentence in [*found, text[start:]] if words(sentence)]


def words(sentence: str) -> list[str]:
    """The words of a sentence; a number is one, and so is what hyphens join."""
    return WORD.findall(sentence)


def syllables(word: str) -> int:
    """How many syllables a German word has, by its vowels; a digit and a letter spelt out have one."""
    if word.isupper() or any(letter.isdigit() for letter in word):
        return max(len(re.findall(r"\w", word)), 1)
    parted = APART.sub(r"\g<0>·", SILENT.sub("", word.lower()))
    return max(len(VOWELS.findall(parted)), 1)


def blocks(element: Element) -> Iterator[str]:
    """The text of each block that is seen: of a paragraph, a point of a list."""
    gathered: list[str] = []
    for piece in _pieces(element):
        if piece is None:
            yield "".join(gathered)
            gathered.clear()
        else:
            gathered.append(piece)
    yield "".join(gathered)


def _pieces(element: Element) -> Iterator[str | None]:
    """The text within, with None where a block begins or ends."""
    yield element.text or ""
    for child in element:
        if child.tag in LEFT_OUT.split() or classes(child) & LEFT_OUT_CLASSES:
            if child.tag not in IN_A_LINE.split():
                yield None
        elif pops_up(child) or "hidden" in child.attrib:
            pass
        elif "norm" in classes(child):
            yield f"{NORM}{''.join(child.itertext()).replace('.', '')}{END_OF_NORM}"
        elif child.tag in BLOCKS.split():
            yield None
            yield from _pieces(child)
            yield None
        else:
            yield from _pieces(child)
        yield child.tail or ""


def rows(found: dict[str, Level]) -> Iterator[tuple[str, ...]]:
    """One row a page, the hardest of each kind first."""
    yield "page", "sentences", "words a sentence", "Flesch", "longest", ""
    hardest = sorted(found.items(), key=lambda item: (not for_all(item[0]), item[1].flesch))
    for page, level in hardest:
        verdict = "" if not for_all(page) else "easy" if level.is_easy else "TOO HARD"
        yield (
            page or START,
            f"{len(level.sentences)}",
            f"{level.words_per_sentence:.1f}",
            f"{level.flesch:.0f}",
            f"{len(words(level.longest))}",
            verdict,
        )


def too_hard(found: dict[str, Level]) -> list[str]:
    """The pages that must be easy and are not."""
    return [page for page, level in found.items() if for_all(page) and not level.is_easy]


def show(table: list[tuple[str, ...]]) -> str:
    """A table in columns; all but the first and the last stand to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = []
    for first, *middle, last in table:
        numbers = [cell.rjust(width) for cell, width in zip(middle, widths[1:-1], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *numbers, last]).rstrip())
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the table and the long sentences; leave with an error if a page is too hard."""
    found = levels(Path(arguments[0]) if arguments else SITE)
    if not found:
        sys.exit("There is no built site: make site")
    print(show(list(rows(found))))
    print(f"\nSentences of more than {LONG} words where all shall be easy:")
    long = [
        f"  {page or START} ({len(words(sentence))}): {sentence}"
        for page, level in found.items()
        for sentence in (level.sentences if for_all(page) else [])
        if len(words(sentence)) > LONG
    ]
    print(*long or ["  none"], sep="\n")
    if hard := too_hard(found):
        sys.exit(f"Too hard: {', '.join(page or START for page in hard)}")


if __name__ == "__main__":
    main(sys.argv[1:])
