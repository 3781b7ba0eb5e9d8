"""In every language sentences are short: a measure that fits all of them, as formulas do not."""

import re

import pytest

from tools.built_site import SITE, TRANSLATED
from tools.reading_level import MOST_WORDS_PER_SENTENCE, blocks, words
from website.finish.tree import tree

# Whatever the script: Arabic has no capitals, and a question mark of its own.
END = re.compile(r"(?<=[.!?…؟])[”“»)\"]*\s+")
ENDS = re.compile(r"[.!?…:؟][”“»)\"]*$")
FOR_ALL = ("", "betroffene", "angehoerige", "krise")
PAGES = [
    page
    for folder, pages in TRANSLATED.items()
    for page in pages
    if page.removeprefix(folder).strip("/").partition("/")[0] in FOR_ALL
]


def sentences(html):
    found = [
        " ".join(text.split()) for article in tree(html).iter("article") for text in blocks(article)
    ]
    return [part for text in found if ENDS.search(text) for part in END.split(text) if words(part)]


def test_a_text_is_divided_in_every_script():
    article = (
        "<article><p>كم يكلّف ذلك؟ لا شيء. Сколько? «Ничего.» Ne kadar?</p><p>Link</p></article>"
    )
    assert len(sentences(f"<!doctype html><html><body>{article}</body></html>")) == 5


@pytest.mark.parametrize("page", PAGES)
def test_sentences_are_as_short_as_those_of_the_german_pages(page):
    found = sentences((SITE / page / "index.html").read_text("utf-8"))
    assert len(found) > 5
    mean = sum(len(words(each)) for each in found) / len(found)
    assert mean <= MOST_WORDS_PER_SENTENCE, max(found, key=lambda each: len(words(each)))
