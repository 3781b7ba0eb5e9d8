"""Whole journeys without a mouse, and what a screen reader is told on them."""

import pytest

from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.registry import answer
from tools.browser.forms import FIRST_ANSWER, fill, on_its_day, open_form, submit
from tools.built_site import CALCULATOR_PAGES
from website.cases import cases, controls, given

MOST = 300  # keys until the end of a form must be reached
FOCUS = """() => {
    const { tagName, type, name, value, checked, className, parentElement } = document.activeElement;
    const open = parentElement?.open;
    return { tag: tagName, type, name, value, checked, className, open };
}"""
CONTROLS = {"button", "checkbox", "radio", "textbox", "combobox", "link", "DisclosureTriangle"}


def type_in(page, focus, values):
    """Give the control that has the focus its answer, with keys."""
    if focus["type"] == "radio":
        if not go_down(page, values)["checked"]:
            page.keyboard.press("Space")
    elif focus["type"] == "checkbox":
        if focus["value"] in values and not focus["checked"]:
            page.keyboard.press("Space")
    elif focus["tag"] == "SELECT":
        go_down(page, values)
    else:
        page.keyboard.type(values[0])


def go_down(page, values):
    """Go through choices until one of those has been reached."""
    for _ in range(MOST):
        now = page.evaluate(FOCUS)
        if now["value"] in values:
            return now
        page.keyboard.press("ArrowDown")
    return pytest.fail(f"{values} were not reached, but {now}")


def walk(page, answers):
    """From the top of the page through the form to its button, answering on the way."""
    waiting = {name: [text for at, text in answers if at == name] for name, _ in answers}
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        classes = (focus["className"] or "").split()
        if focus["tag"] == "SUMMARY" and not focus["open"] and waiting:
            page.keyboard.press("Enter")
        elif "add" in classes and answers_for_one_more_row(page, waiting):
            page.keyboard.press("Enter")
            focus = page.evaluate(FOCUS)  # it is led to the first control of the row
        elif "submit" in classes:
            break
        if focus["name"] in waiting and focus["tag"] in ("INPUT", "SELECT"):
            type_in(page, focus, waiting[focus["name"]])
            if focus["type"] != "checkbox":
                waiting.pop(focus["name"])
    else:
        pytest.fail("the button was not reached")


def answers_for_one_more_row(page, waiting):
    names = (
        page.locator(".row[hidden]")
        .first.locator("[name]")
        .evaluate_all("all => all.map((field) => field.name)")
    )
    return any(name in waiting for name in names)


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_the_keyboard_alone_leads_to_the_answer_and_back(page, name):
    case = cases(name)[0]
    box = open_form(page, name)
    answers = on_its_day(page, name, given(case))
    walk(page, list(controls(name, given(case))))
    page.keyboard.press("Enter")
    box.locator(".answer .verdict").wait_for(timeout=FIRST_ANSWER)
    page.wait_for_function("() => document.activeElement.matches('.verdict')")
    said = explain(answer(name, answers), texts("de"))
    assert box.locator(".verdict").inner_text().split() == said.headline.split()
    typed = box.evaluate("box => JSON.stringify([...new FormData(box.querySelector('form'))])")
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.act === 'change'"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.calculator form')")
    again = box.evaluate("box => JSON.stringify([...new FormData(box.querySelector('form'))])")
    assert again == typed


def tree(page):
    """What assistive technology is told: every node that is not left out."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "description": node.get("description", {}).get("value", ""),
            **{each["name"]: each["value"].get("value") for each in node.get("properties", ())},
        }
        for node in nodes
        if not node["ignored"]
    ]


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_every_control_has_a_role_a_name_and_its_state(page, name):
    box = open_form(page, name)
    fill(box, name, given(cases(name)[0]))
    submit(box)
    nodes = tree(page)
    controls = [node for node in nodes if node.get("focusable") and node["role"] in CONTROLS]
    assert controls
    assert not [node for node in controls if not node["name"].strip()]
    chosen = box.locator("input:checked:visible").count()
    checked = [
        n for n in nodes if n["role"] in ("radio", "checkbox") and n.get("checked") == "true"
    ]
    assert len(checked) == chosen
    assert [
        node
        for node in nodes
        if node["role"] == "region" and node["name"] == texts("de")("page.answer")
    ]


def test_a_problem_is_told_with_its_field(page):
    box = open_form(page, "burden_limit")
    box.locator("#burden_limit-year").fill("")
    submit(box)
    problem = box.locator('[data-question="year"] .problem').inner_text()
    (year,) = [n for n in tree(page) if n["role"] == "textbox" and n.get("invalid") == "true"]
    assert problem in year["description"]


def test_a_new_answer_is_announced_politely(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    box.locator("#copayment-cost_per_day").fill("84")
    box.locator(".status", has_text="Ergebnis").wait_for()
    told = [node for node in tree(page) if node["role"] == "status"]
    assert told
    assert {node["live"] for node in told} == {"polite"}
