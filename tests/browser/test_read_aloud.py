"""Read aloud: only by a voice on the device, sentence by sentence, and never what somebody typed."""

import re
from itertools import chain

import pytest
from playwright.sync_api import expect

from tools.browser.axe import faults_in_both_schemes, overhang
from tools.browser.forms import fill, submit
from tools.built_site import EMBEDS, PAGES, SITE, TRANSLATED
from website.cases import cases, given

READ = [path for path in PAGES if not path or path.startswith(("betroffene", "angehoerige"))]
HERE = {"name": "Anna", "lang": "de-DE", "localService": True}
OTHERS_CHOICE = {"name": "Petra", "lang": "de_DE", "localService": True, "default": True}
IN_THE_NET = {"name": "Netz", "lang": "de-DE", "localService": False, "default": True}
ANOTHER_LANGUAGE = {"name": "Zoe", "lang": "en-GB", "localService": True}

# A device that speaks: a sentence ends when the test says so, or at once.
DEVICE = """(() => {
    const heard = { sentences: [], voices: %s, atOnce: false };
    const speech = {
        onvoiceschanged: null,
        getVoices: () => heard.voices,
        speak(utterance) {
            const { text, lang, voice } = utterance;
            heard.sentences.push({ text, lang, voice: voice.name });
            heard.end = () => utterance.onend();
            heard.fail = () => utterance.onerror();
            if (heard.atOnce) queueMicrotask(heard.end);
        },
        cancel: () => sessionStorage.setItem("silenced", Number(sessionStorage.getItem("silenced")) + 1),
    };
    window.heard = heard;
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
})()"""
MARKED = "() => [...CSS.highlights.get('read-aloud') ?? []].join().replace(/\\s+/g, ' ')"
SILENCED = "() => Number(sessionStorage.getItem('silenced'))"


def device(page, *voices):
    """What the browser says the device has for voices."""
    page.add_init_script(
        DEVICE % str(list(voices)).replace("True", "true").replace("False", "false")
    )


def opened(page, path="betroffene/kosten/"):
    """The button of that page."""
    page.goto(path)
    button = page.locator("button.read-aloud")
    button.wait_for()
    return button


def sentences(page):
    return page.evaluate("heard.sentences.map(({ text }) => text)")


def read_all(page):
    """All that is read, from the beginning to the end."""
    page.evaluate("() => { heard.atOnce = true }")
    button = page.locator("button.read-aloud")
    button.click()
    expect(button).to_have_text("Vorlesen")
    return sentences(page)


@pytest.mark.parametrize(
    "voices", [[], [IN_THE_NET], [ANOTHER_LANGUAGE], [IN_THE_NET, ANOTHER_LANGUAGE]]
)
def test_without_a_voice_on_the_device_there_is_no_button(page, voices):
    device(page, *voices)
    with page.expect_response(re.compile(r"/read-aloud-\w+\.js")):
        page.goto("betroffene/kosten/")
    page.wait_for_function("() => speechSynthesis.onvoiceschanged")
    page.evaluate("speechSynthesis.onvoiceschanged()")
    assert page.locator("button.read-aloud").count() == 0


def test_a_voice_that_comes_late_brings_the_button_and_moves_nothing(page):
    device(page, IN_THE_NET)
    for path in ("", "betroffene/kosten/"):
        page.goto(path)
        page.wait_for_function("() => speechSynthesis.onvoiceschanged")
        title = page.locator("article h1")
        before = title.bounding_box()
        page.evaluate(
            "(voice) => { heard.voices.push(voice); speechSynthesis.onvoiceschanged() }", HERE
        )
        page.locator("button.read-aloud").wait_for()
        assert title.bounding_box() == before
        page.evaluate("() => { heard.voices.pop(); speechSynthesis.onvoiceschanged() }")
        expect(page.locator("button.read-aloud")).to_be_hidden()


def test_it_speaks_with_the_voice_on_the_device_that_its_owner_chose(page):
    device(page, IN_THE_NET, HERE, OTHERS_CHOICE)
    opened(page).click()
    assert page.evaluate("heard.sentences") == [
        {"text": "Was kostet Soziotherapie?", "lang": "de_DE", "voice": "Petra"}
    ]


def test_sentence_after_sentence_is_marked_and_escape_stops(page):
    device(page, HERE)
    button = opened(page)
    assert button.inner_text() == "Vorlesen"
    button.click()
    assert button.inner_text() == "Anhalten"
    for _ in range(4):
        assert page.evaluate(MARKED) == sentences(page)[-1]
        page.evaluate("heard.end()")
    assert len(set(sentences(page))) == 5
    page.keyboard.press("Escape")
    assert page.evaluate(SILENCED) == 1
    assert page.evaluate(MARKED) == ""
    assert button.inner_text() == "Weiter vorlesen"
    page.evaluate("heard.end()")  # some browsers say so of what was stopped
    assert len(sentences(page)) == 5


def test_it_goes_on_where_it_was_stopped_even_if_something_was_opened_meanwhile(page):
    device(page, HERE)
    button = opened(page, "betroffene/")
    button.click()
    while "Klinikbehandlung" not in sentences(page)[-1]:
        page.evaluate("heard.end()")
    stopped = sentences(page)[-1]
    button.click()
    page.locator("article details > summary").first.click()
    button.click()
    assert sentences(page)[-1] == stopped


def test_the_way_to_stop_stays_in_reach(page):
    device(page, HERE)
    button = opened(page)
    button.click()
    page.evaluate("() => { heard.atOnce = false; scrollTo(0, document.body.scrollHeight) }")
    expect(button).to_be_in_viewport()
    button.click()
    assert page.evaluate(SILENCED) == 1
    expect(button).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(button).not_to_be_in_viewport()


def test_where_no_sentence_can_be_marked_what_it_stands_in_is(page):
    device(page, HERE)
    page.add_init_script("delete CSS.highlights; delete CSS.__proto__.highlights")
    opened(page).click()
    marked = page.locator("[data-read-aloud]")
    assert marked.evaluate_all("all => all.map((one) => one.tagName)") == ["H1"]
    page.evaluate("heard.end()")
    assert marked.count() == 1
    assert "H1" not in marked.evaluate_all("all => all.map((one) => one.tagName)")
    page.keyboard.press("Escape")
    assert marked.count() == 0


def test_a_voice_that_fails_stops(page):
    device(page, HERE)
    button = opened(page)
    button.click()
    page.evaluate("heard.fail()")
    assert button.inner_text() == "Vorlesen"
    assert page.evaluate(MARKED) == ""


def test_whoever_leaves_the_page_hears_no_more(page):
    device(page, HERE)
    opened(page).click()
    page.goto("recht/")
    assert page.evaluate(SILENCED) == 1


def test_whoever_leaves_in_a_hurry_hears_no_more_before_another_page_comes(page):
    device(page, HERE)
    opened(page).click()
    page.evaluate(
        """() => {
            const link = document.querySelector(".site-exit");
            link.href = "#elsewhere";  // no page comes at all
            link.click();
        }"""
    )
    page.wait_for_function("() => sessionStorage.getItem('silenced') === '1'")


def test_the_whole_text_is_read_and_nothing_of_the_frame(page):
    device(page, HERE)
    opened(page, "betroffene/")
    heard = read_all(page)
    assert heard[0] == "Was ist Soziotherapie?"
    text = " ".join(heard)
    assert "Dafür gibt es" not in text
    assert "Genau dafür gibt es Soziotherapie" in text
    assert "Krankenkasse" in heard[1]  # a word with an explanation is a button
    assert "Oft läuft sie neben anderen Behandlungen." not in heard  # folded
    assert not [each for each in heard if "¶" in each or "Schnell verlassen" in each]
    assert "Bekomme ich das?" not in heard  # a way on, not the text
    page.locator("article details > summary").first.click()
    assert "Oft läuft sie neben anderen Behandlungen." in read_all(page)


def test_a_drawing_is_told(page):
    device(page, HERE)
    told = {}
    for path in READ:
        page.goto(f"{path}/" if path else "")
        for drawing in page.locator("article .illustration").all():
            if drawing.is_visible():  # what is folded is not read
                title = drawing.locator("title").text_content()
                told[path] = re.split("[.?]", title)[0]
    for path, title in told.items():
        opened(page, f"{path}/" if path else "")
        assert any(each.startswith(title) for each in read_all(page)), path
    assert told


def test_nothing_typed_is_read_nor_what_is_computed_from_it(page):
    device(page, HERE)
    opened(page, "betroffene/ablehnung/")
    for number, field in enumerate(page.locator(".letter :is(input[type=text], textarea)").all()):
        if field.is_visible():
            field.fill(f"Geheim{number}")
    box = page.locator(".calculator")
    name = box.get_attribute("data-calculator")
    fill(box, name, given(cases(name)[0]))
    submit(box)
    verdict = box.locator(".answer .verdict").inner_text()
    heard = read_all(page)
    assert len(heard) > 10
    assert not [each for each in heard if "Geheim" in each or verdict in each]


def test_a_sentence_ends_where_people_end_it(page):
    device(page, HERE)
    opened(page)
    page.evaluate(
        """() => {
            const [first, ...others] = document.querySelectorAll("article > :is(h1, h2, h3, p, ul)");
            first.innerHTML = "Bis zum 3. Mai gilt z. B. § 4 Abs. 2 ST-RL. Dann nicht! Die Kranken·kasse "
                + "<b>zahlt. Oft</b> ganz: 5,00&nbsp;€.";
            for (const other of [...first.parentElement.children]) {
                if (other !== first && !other.matches(".read-aloud, .site-where")) other.remove();
            }
        }"""
    )
    assert read_all(page) == [
        "Bis zum 3. Mai gilt z. B. § 4 Abs. 2 ST-RL.",
        "Dann nicht!",
        "Die Krankenkasse zahlt.",
        "Oft ganz: 5,00 €.",
    ]


def test_it_is_on_the_pages_for_clients_and_in_every_other_language_and_costs_the_others_nothing():
    with_it = {
        path
        for path in (*PAGES, *chain(*TRANSLATED.values()), *EMBEDS)
        if "assets/read-aloud" in (SITE / path / "index.html").read_text("utf-8")
    }
    translated = {embed for embed in EMBEDS if embed.split("/")[1] in TRANSLATED}
    assert with_it == {*READ, *chain(*TRANSLATED.values()), *translated}


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("path", ["", "betroffene/weg/"])
def test_axe_and_the_width_of_a_phone_agree(page, axe, path, width):
    device(page, HERE)
    page.set_viewport_size({"width": width, "height": 740})
    button = opened(page, path)
    assert not overhang(page)
    for words in ("Vorlesen", "Anhalten"):
        expect(button).to_have_text(words)
        assert not faults_in_both_schemes(page, axe)
        button.click()
