"""One question at a time is a view of the same form: nothing is lost, nothing is forced, nothing kept."""

import re

import pytest
from playwright.sync_api import expect

from calculators.engine.form import questions
from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from tests.browser.test_embed import PATHS
from tools.browser.axe import faults_in_both_schemes, overhang
from tools.browser.forms import FIRST_ANSWER, answer_one, on_its_day, open_form
from tools.built_site import CALCULATOR_PAGES
from website.cases import cases, given

SWITCH, ALL, ON, BACK = "Eine Frage nach der anderen", "Alle Fragen auf einmal", "Weiter", "Zurück"
MOST = 60  # more steps than any form has
# Which question is in sight, and what is told beside it.
IN_SIGHT = """box => [...box.querySelectorAll('form > .question:not([hidden], [data-away])')]
    .map((each) => each.dataset.question + each.querySelector('.problem').textContent).join()"""
TYPED = "box => JSON.stringify([...new FormData(box.querySelector('form'))])"


def switch(box):
    box.get_by_role("button", name=re.compile(f"^({SWITCH}|{ALL})$")).click()


def button(box, name):
    return box.get_by_role("button", name=name, exact=True)


def go_on(box):
    """Press the button that goes on, and wait until another question is in sight, or a problem is told."""
    before = box.evaluate(IN_SIGHT)
    button(box, ON).click()
    box.page.wait_for_function(
        f"([box, before]) => ({IN_SIGHT})(box) !== before",
        arg=[box.element_handle(), before],
    )


def shown(box):
    """The names of the questions in sight, those folded away or in a row left out."""
    return box.locator("form .question:visible").evaluate_all(
        """all => all.filter((each) => !each.parentElement.closest('.question, .more'))
            .map((each) => each.dataset.question)"""
    )


def focused(box):
    """The question that holds the focus."""
    return box.evaluate(
        "() => document.activeElement.closest('.calculator form > .question')?.dataset.question"
    )


def walk(box, name, answers):
    """Answer one question after another as they come, to the last, where the button for the answer is."""
    asked = {question.name: question for question in questions(CALCULATORS[name].Case)}
    for _ in range(MOST):
        [here] = shown(box)
        assert focused(box) == here
        place = box.locator(f'[data-question="{here}"]')
        answer_one(place, asked[here], answers)
        # Where an answer followed by itself meanwhile, its button is there before the end.
        if not button(box, ON).is_visible():
            assert box.locator("button.submit").is_visible()
            return
        go_on(box)
    pytest.fail("there was always one more question")


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_one_question_after_another_leads_to_the_same_answer_as_the_form(page, name):
    case = cases(name)[0]
    answers = on_its_day(page, name, given(case))
    box = open_form(page, name)
    switch(box)
    walk(box, name, answers)
    more = box.locator("details.more")
    assert more.count() == 0 or more.is_visible()  # offered at the end
    if any(q.more and q.name in answers for q in questions(CALCULATORS[name].Case)):
        more.locator("summary").click()
        for question in questions(CALCULATORS[name].Case):
            place = box.locator(f'[data-question="{question.name}"]')
            if question.more and place.is_visible():
                answer_one(place, question, answers)
    box.locator("button.submit").click()
    expect(box.locator(".answer .verdict")).to_be_visible(timeout=FIRST_ANSWER)
    stepwise = box.locator(".answer").inner_text()
    switch(box)
    assert len(shown(box)) > 1
    box.locator("button.submit").click()
    expect(box).not_to_have_attribute("aria-busy", re.compile(""), timeout=FIRST_ANSWER)
    assert box.locator(".answer").inner_text() == stepwise


def test_it_says_where_one_is_and_begins_at_the_first_open_question(page):
    box = open_form(page, "eligibility")
    count = len(shown(box))
    switch(box)
    status = box.locator(".step-count")
    assert status.get_attribute("role") == "status"
    assert status.inner_text() == f"Frage 1 von {count}"
    assert not button(box, BACK).is_visible()
    box.locator("label.choice:visible").first.click()
    go_on(box)
    assert status.inner_text() == f"Frage 2 von {count}"
    assert button(box, ALL).is_visible() and not button(box, SWITCH).is_visible()
    button(box, BACK).click()
    assert status.inner_text() == f"Frage 1 von {count}"
    assert box.locator("form input:checked").count() == 1
    switch(box)
    assert status.inner_text() == ""
    switch(box)
    assert status.inner_text() == f"Frage 2 von {count}"


def test_switching_loses_nothing_and_leaves_the_focus_in_its_question(page):
    box = open_form(page, "burden_limit")
    switch(box)
    box.get_by_label("Für welches Jahr?").fill("2026")
    go_on(box)
    box.locator("label.choice:visible").last.click()
    before, here = box.evaluate(TYPED), shown(box)
    switch(box)
    assert box.evaluate(TYPED) == before
    assert [focused(box)] == here
    assert shown(box) != here
    switch(box)
    assert box.evaluate(TYPED) == before


def test_a_question_that_an_answer_brings_is_asked_next_and_counted(page):
    box = open_form(page, "deadlines")
    switch(box)
    first = box.locator(".step-count").inner_text()
    box.locator('input[value="refused"]').check()
    expect(box.locator(".step-count")).not_to_have_text(first)
    go_on(box)
    assert shown(box) == ["letter_date"]
    button(box, BACK).click()
    box.locator('input[value="waiting"]').check()
    go_on(box)
    assert shown(box) == ["handed_in"]


def test_a_problem_leads_to_its_question(page):
    box = open_form(page, "eligibility")
    switch(box)
    for _ in range(MOST):  # nothing is answered, and nothing is forced
        if box.locator("button.submit").is_visible():
            break
        go_on(box)
    [last] = shown(box)
    box.locator("button.submit").click()
    summary = box.locator(".problem-summary")
    summary.wait_for(timeout=FIRST_ANSWER)
    first = (
        box.locator(".problem:not([hidden])")
        .first.locator("xpath=..")
        .get_attribute("data-question")
    )
    assert shown(box) == [first] != [last]
    box.page.wait_for_function("() => document.activeElement.matches('.problem-summary')")
    links = summary.get_by_role("link")
    assert links.count() > 1
    links.last.click()
    [here] = shown(box)
    assert here != first
    assert focused(box) == here
    assert box.locator(f'[data-question="{here}"] .problem').is_visible()


def test_whoever_changes_something_afterwards_has_the_way_back_at_every_question(page):
    case = cases("eligibility")[0]
    box = open_form(page, "eligibility")
    switch(box)
    walk(box, "eligibility", given(case))
    all_of_them = box.locator(".step-count").inner_text().split()[-1]
    box.locator("button.submit").click()
    verdict = box.locator(".answer .verdict")
    expect(verdict).to_be_visible(timeout=FIRST_ANSWER)
    box.locator(".answer .given > summary").click()
    box.locator('[data-change="insurance"]').click()
    assert shown(box) == ["insurance"]
    assert focused(box) == "insurance"
    status = box.locator(".step-count")
    assert status.inner_text() == f"Frage 2 von {all_of_them}"
    go_on(box)
    assert status.inner_text() == f"Frage 3 von {all_of_them}"
    button(box, BACK).click()
    assert status.inner_text() == f"Frage 2 von {all_of_them}"
    before = verdict.inner_text()
    box.locator('[data-question="insurance"] input[value="private"]').check()
    box.locator("button.submit").click()
    expect(verdict).not_to_have_text(before, timeout=FIRST_ANSWER)
    expect(verdict).to_be_focused(timeout=FIRST_ANSWER)


def test_the_enter_key_goes_on_and_asks_for_nothing_before_the_end(page):
    box = open_form(page, "burden_limit")
    switch(box)
    assert focused(box) == "year"
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2026")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "box => document.activeElement.closest('[data-question=basic_support]')",
        arg=box.element_handle(),
    )
    assert shown(box) == ["basic_support"]
    assert focused(box) == "basic_support"
    assert box.locator(".problem-summary").is_hidden()
    assert box.locator(".status").inner_text() == ""


def test_rows_of_a_group_are_one_question(page):
    name = next(n for n, c in CALCULATORS.items() if any(q.rows for q in questions(c.Case)))
    box = open_form(page, name)
    switch(box)
    while not box.locator("button.submit").is_visible():
        go_on(box)
    more = box.locator("details.more")
    more.locator("summary").click()
    rows = more.locator(".rows")
    rows.get_by_role("button").last.click()
    assert rows.locator(".row:visible").count() == 2
    assert rows.locator(".row:visible .question:visible").count() > 2


def test_beginning_anew_begins_with_the_first_question_and_a_new_page_shows_all(page):
    box = open_form(page, "eligibility")
    switch(box)
    box.locator("label.choice:visible").first.click()
    go_on(box)
    box.evaluate("box => box.querySelector('[data-act=erase]').click()")
    expect(box.locator(".step-count")).to_have_text(re.compile("^Frage 1 "))
    assert box.locator("form input:checked").count() == 0
    page.reload()
    assert len(shown(box)) > 1


def test_a_form_of_one_question_has_no_switch(page):
    box = open_form(page, "burden_limit")
    assert button(box, SWITCH).is_visible()
    box.evaluate(
        """box => {
            const [first, ...others] = box.querySelectorAll("form > .question");
            for (const question of others) question.remove();
            first.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    assert not button(box, SWITCH).is_visible()
    assert shown(box) == ["year"]


def test_it_works_in_the_page_for_other_sites_too(page):
    page.goto(PATHS["eligibility"])
    box = page.locator(".calculator")
    switch(box)
    assert len(shown(box)) == 1
    go_on(box)
    assert len(shown(box)) == 1


def test_axe_and_the_width_of_a_phone_agree(page, axe):
    box = open_form(page, "prescription")
    switch(box)
    assert not faults_in_both_schemes(page, axe)
    assert not overhang(page)


def test_without_the_script_there_is_no_switch(browser, base):
    context = browser.new_context(java_script_enabled=False, base_url=base)
    page = context.new_page()
    box = open_form(page, "copayment")
    assert box.locator("form .question:visible").count() > 1
    assert not box.get_by_role("button", name=SWITCH).is_visible()
    context.close()


@pytest.fixture
def easy(page):
    """A page that wants its forms to begin with one question, as those in easy language do."""

    def asking_so(route):
        response = route.fetch()
        html = response.text()
        route.fulfill(response=response, body=html.replace("<html ", "<html data-one-question ", 1))

    page.route(re.compile(r"/rechner/[a-z]+/$"), asking_so)
    return page


def test_where_the_page_wants_it_a_form_begins_with_one_question(easy):
    box = open_form(easy, "eligibility")
    assert len(shown(box)) == 1
    assert box.locator(".step-count").inner_text().startswith("Frage 1 von ")
    assert button(box, ALL).is_visible() and not button(box, SWITCH).is_visible()
    assert easy.evaluate("() => document.activeElement === document.body")
    box.locator("form input:visible").first.focus()
    walk(box, "eligibility", given(cases("eligibility")[0]))
    box.locator("button.submit").click()
    expect(box.locator(".answer .verdict")).to_be_visible(timeout=FIRST_ANSWER)


def test_whoever_wants_all_questions_there_keeps_them(easy):
    box = open_form(easy, "eligibility")
    switch(box)
    assert len(shown(box)) > 1
    box.locator("label.choice:visible").first.click()
    easy.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert len(shown(box)) > 1


def python_is_there(page):
    page.locator('html[data-python="idle"]').wait_for(timeout=FIRST_ANSWER)


def begun(page, name):
    """A form whose questions are shown one at a time, with Python there."""
    box = open_form(page, name)
    switch(box)
    box.locator("form .question:visible :is(input, select)").first.focus()
    python_is_there(page)
    return box


def go_on_to(box, name):
    """Go on without an answer to the question of that name."""
    for _ in range(MOST):
        if shown(box) == [name]:
            return
        go_on(box)
    pytest.fail(f"{name} is not asked")


WRONG = {
    "a number": ("copayment", "appointments", {"": "zwölf"}, "unreadable_integer"),
    "a day": (
        "deadlines",
        "letter_date",
        {"day": "31", "month": "2", "year": "2026"},
        "no_such_day",
    ),
    "a part of a day": ("deadlines", "letter_date", {"day": "12"}, "incomplete_day"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_used_is_told_at_its_question_and_stays(page, what):
    name, question, typed, key = WRONG[what]
    box = begun(page, name)
    if name == "deadlines":
        box.locator('input[value="refused"]').check()
    go_on_to(box, question)
    for part, text in typed.items():
        box.locator("-".join(filter(None, (f"#{name}-{question}", part)))).fill(text)
    go_on(box)
    assert shown(box) == [question] == [focused(box)]
    place = box.locator(f'[data-question="{question}"]')
    assert place.locator(".problem").inner_text() == texts("de")(f"problem.{key}")
    for part, text in typed.items():
        field = box.locator("-".join(filter(None, (f"#{name}-{question}", part))))
        assert field.input_value() == text
        assert field.get_attribute("aria-invalid") == "true"
    assert box.locator(".problem:visible").count() == 1, "nobody is told of what was not asked yet"
    assert box.locator(".problem-summary").is_hidden()
    if name == "deadlines":
        for part, text in {"day": "12", "month": "11", "year": "2026"}.items():
            box.locator(f"#deadlines-letter_date-{part}").fill(text)
    else:
        box.locator(f"#{name}-{question}").fill("12")
    go_on(box)
    assert shown(box) != [question]
    button(box, BACK).click()
    assert not place.locator(".problem").is_visible()


def test_what_was_typed_before_python_came_is_told_at_the_next_step(page):
    held = []
    page.route("**/runtime/**", lambda route: held.append(route))
    box = open_form(page, "copayment")
    switch(box)
    go_on_to(box, "appointments")
    box.locator("#copayment-appointments").fill("zwölf")
    go_on(box)  # nobody waits
    assert shown(box) != ["appointments"]
    page.route("**/runtime/**", lambda route: route.continue_())
    for route in held:
        route.continue_()
    python_is_there(page)
    go_on(box)
    assert shown(box) == ["appointments"] == [focused(box)]
    assert box.locator('[data-question="appointments"] .problem').is_visible()


def test_what_the_form_assumes_is_shown_before_it_counts(page):
    box = open_form(page, "burden_limit")
    switch(box)
    assert shown(box) == ["year"]
    assert box.get_by_label("Für welches Jahr?").input_value() != ""
    box = open_form(page, "copayment")
    switch(box)
    seen = shown(box)
    while "first_day" not in seen:
        question = box.locator(f'[data-question="{seen[-1]}"]')
        choices = question.locator("label.choice")
        if choices.count():
            choices.first.click()
        else:
            question.locator("input[type=text]").first.fill("10")
        go_on(box)
        seen += shown(box)
    go_on(box)
    [after] = shown(box)
    switch(box)
    switch(box)
    assert shown(box) == [after], "what was seen is not open again"


def test_an_answer_from_the_address_is_shown_on_the_way_too(page):
    page.goto(f"{CALCULATOR_PAGES['burden_limit']}/#basic_support=no")
    box = page.locator('[data-calculator="burden_limit"]')
    switch(box)
    assert shown(box) == ["year"]
    go_on(box)
    assert shown(box) == ["basic_support"]


def held_back(page):
    """No word goes to Python from now on until it is let go."""
    page.evaluate(
        """() => {
            let workers = Worker.prototype;  // the search has a class of its own on top of it
            while (!Object.hasOwn(workers, "postMessage")) workers = Object.getPrototypeOf(workers);
            const send = workers.postMessage;
            const kept = [];
            workers.postMessage = function (...words) {
                kept.push(() => send.apply(this, words));
            };
            self.letGo = () => {
                workers.postMessage = send;
                for (const each of kept.splice(0)) each();
            };
        }"""
    )


def let_go(page):
    """Python replies to all that was asked, and the page has done what follows from it."""
    page.evaluate("() => letGo()")
    python_is_there(page)
    page.evaluate("() => new Promise(requestAnimationFrame)")


def test_whoever_goes_back_while_python_looks_is_not_led_on(page):
    box = begun(page, "copayment")
    go_on_to(box, "appointments")
    box.locator("#copayment-appointments").fill("zwölf")
    held_back(page)
    button(box, ON).click()
    button(box, BACK).click()
    [before] = shown(box)
    assert before != "appointments"
    let_go(page)
    assert shown(box) == [before]
    assert not box.locator(".problem:visible").count()
    go_on(box)
    assert shown(box) == ["appointments"]


def test_whoever_begins_anew_while_python_looks_begins_at_the_first_question(page):
    box = open_form(page, "copayment")
    box.locator("#copayment-appointments").fill("12")
    box.locator("button.submit").click()
    expect(box.locator(".answer .verdict")).to_be_visible(timeout=FIRST_ANSWER)
    python_is_there(page)
    switch(box)
    held_back(page)
    button(box, ON).click()
    button(box, "Neu beginnen").click()
    box.locator("[data-act=erase]").click()
    first = shown(box)
    let_go(page)
    assert shown(box) == first
    assert not box.locator(".problem:visible").count()


def test_a_problem_that_was_told_stays_where_python_says_nothing_in_time(page):
    box = begun(page, "copayment")
    go_on_to(box, "appointments")
    box.locator("#copayment-appointments").fill("zwölf")
    go_on(box)
    told = box.locator('[data-question="appointments"] .problem')
    sentence = told.inner_text()
    assert sentence
    held_back(page)
    button(box, ON).click()
    expect(told).not_to_be_visible(timeout=FIRST_ANSWER)  # nobody waits for Python for long
    button(box, BACK).click()
    assert told.inner_text() == sentence


# As if it were no question for those who want to know more: among all others, and first.
FIRST_OF_ALL = """box => {
    const form = box.querySelector("form");
    form.insertBefore(form.querySelector(".rows").closest(".question"), form.querySelector(".question"));
}"""


def test_a_row_that_is_filled_in_by_half_may_be_left(page):
    box = open_form(page, "remaining_hours")
    box.evaluate(FIRST_OF_ALL)
    switch(box)
    row = box.locator(".row:visible").first
    row.locator("input[type=text]:visible").first.focus()
    python_is_there(page)
    row.locator("select").first.select_option(index=1)
    before = shown(box)
    go_on(box)
    assert shown(box) != before
    assert not box.locator(".problem:visible").count()
    button(box, BACK).click()
    row.locator("input.day").first.fill("45")
    button(box, ON).click()
    expect(row.locator(".problem:visible")).to_have_count(1)  # only what stands there is told
    assert shown(box) == before
