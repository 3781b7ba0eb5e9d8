"""What is said to a German office stays German in every language; beside it stands what it says."""

import re

import pytest

from tools.browser.visitor import visitor
from tools.built_site import TRANSLATED
from website.languages import languages

LETTER = "betroffene/ablehnung/"
SENTENCES = "betroffene/sagen/"
OTHERS = [language for language in languages() if not language.is_german]
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def copied(page):
    """What whoever copies the sheet or the sentences of the page takes along."""
    page.locator('[data-take="copy"]').click()
    page.locator(".take-along .told:not(:empty)").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


def lines(texts):
    """The texts without what only parts their lines."""
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("language", "path"),
    [
        pytest.param(language, path, id=f"{language.tag}-{path}")
        for language in OTHERS
        for path in (LETTER, SENTENCES)
        if f"{language.folder}/{path.rstrip('/')}" in TRANSLATED[language.folder]
    ],
)
def test_what_is_copied_is_what_is_german(browser, base, language, path):
    with visitor(browser, base, permissions=CLIPBOARD) as (page, _):
        page.goto(f"{language.folder}/{path}")
        taken = " ".join(copied(page).split())
        told = page.locator(f'.translation[lang="{language.tag}"]')
        assert told.count() > 10
        for words in lines(told.all_inner_texts()):
            assert not words or words not in taken
        assert re.search("Widerspruch ein|Guten Tag", taken)


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)
def test_every_sentence_of_the_letter_is_german_and_has_its_meaning_beside_it(page, language):
    page.goto(f"{language.folder}/{LETTER}")
    sentences = page.locator(".letter__sheet p")
    assert sentences.count() > 15
    for sentence in sentences.all():
        assert sentence.evaluate("each => each.closest('[lang]').lang") == "de"
        assert sentence.locator(".translation").count() >= 1, sentence.inner_text()


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)
def test_the_letter_has_the_words_of_the_german_one_and_its_date_is_german(page, language):
    page.clock.set_fixed_time("2026-11-28T12:00:00")
    written = []
    for home in ("", f"{language.folder}/"):
        page.goto(home + LETTER)
        page.wait_for_function("() => document.querySelector('#letter-day').value")
        assert page.locator("#letter-day").input_value() == "28. November 2026"
        page.evaluate("document.querySelectorAll('.translation').forEach((each) => each.remove())")
        written.append(lines(page.locator(".letter__sheet").all_text_contents()))
    assert written[0] == written[1]


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)
def test_on_paper_the_letter_is_german_alone(page, language):
    page.goto(f"{language.folder}/{LETTER}")
    page.emulate_media(media="print")
    assert "Widerspruch ein." in page.locator("body").inner_text()
    assert not page.locator(".letter .translation:visible").count()
