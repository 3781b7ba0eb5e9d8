"""What somebody sees of an answer at first: whether it fits this answer, and not only its kind."""

import re
from datetime import date
from decimal import Decimal

import pytest

from calculators.engine import answer_html
from calculators.engine.explanation import explain
from calculators.engine.form import Problems, applies, each, known_from, questions
from calculators.engine.form_html import form
from calculators.engine.text import texts
from calculators.registry import CALCULATORS, answer
from calculators.web import sentences_of
from website.cases import cases, given

# Days and sums below are of the year in which the next one's figures were still to come.
pytestmark = pytest.mark.usefixtures("figures_of_2026")
SAY = texts("de")
DAY = re.compile(r"\d{1,2}\. [A-ZÄ][a-zä]+ \d{4}")
NAMED_DAY = re.compile(rf"\w+tag, {DAY.pattern}|Mittwoch, {DAY.pattern}")
ALL = [(name, case) for name in CALCULATORS for case in cases(name)]


def said(name, **answers):
    return explain(answer(name, {field: [str(text)] for field, text in answers.items()}), SAY)


def first_look(found):
    """All that stands open above what to do, and that."""
    return " ".join([found.headline, *found.deciding, found.next_step])


@pytest.mark.parametrize("name", CALCULATORS)
def test_no_question_that_may_decide_is_called_voluntary(name):
    assert "freiwillig" not in form(CALCULATORS[name], SAY)


CRITERIA = 'data-question="criteria"'
ON_SHEET = {
    "prescriber": "facharzt_psychiatrie",
    "kv_approval": "yes",
    "kind": "first",
    "day": "2026-11-27",
    "can_use_services": "no",
    "impairments": "drive",
    "hospital": "avoid",
    "able": "yes",
    "gaf": "38",
}


@pytest.mark.parametrize("icd", ["F33.2", "F84.0", "f 60.31", "F20.8G", "F23"])
def test_what_makes_it_a_single_case_is_asked_openly(icd):
    typed = {field: [text] for field, text in ON_SHEET.items()} | {"icd": [icd]}
    [asked] = [q for q in questions(CALCULATORS["prescription"].Case) if q.name == "criteria"]
    assert not asked.more
    without = answer("prescription", typed, by_hand=True)
    assert without.outcome.headline == "headline_open_criterion"
    ticked = answer("prescription", typed | {"criteria": ["planning"]}, by_hand=True)
    assert ticked.outcome.verdict == "single_case"
    assert not ticked.unused


@pytest.mark.parametrize("icd", ["F33.3", "f33.3 g", "F 25.-", "F20.0", "unknown"])
def test_nobody_is_asked_for_it_where_the_code_is_the_rule(icd):
    typed = {field: [text] for field, text in ON_SHEET.items()} | {"icd": [icd]}
    found = answer("prescription", typed | {"criteria": ["planning"]}, by_hand=True)
    assert not found.case.criteria


@pytest.mark.parametrize(("icd", "then"), [("F33.2", "F33.3"), ("F32.2", "F32.3")])
def test_a_value_that_is_too_high_is_a_no_and_no_hint_at_another_code(icd, then):
    found = said("prescription", **ON_SHEET | {"icd": icd, "gaf": "45"})
    assert found.headline.startswith(f"Nein: Für {icd} ist der GAF-Wert 45 zu hoch")
    assert "höchstens 40" in found.headline
    assert not re.search(r"psychotisch|\?|\b50\b|" + re.escape(then), first_look(found))
    [condition] = [words for words in found.notes if then in words]
    assert "setzt psychotische Symptome voraus" in condition and "Nur dann" in condition
    others = ("F33.1", "F33.9", "F84.0", "F33.3")
    for other in others:
        notes = said("prescription", **ON_SHEET | {"icd": other, "gaf": "45"}).notes
        assert not any("psychotische Symptome" in words for words in notes)


# What is answered up to where it is decided, and what the form would ask next.
DECIDED = [
    ({"icd": "F33.2", "gaf": "42"}, "criteria"),
    ({"icd": "F33.2", "gaf": "42", "kind": "trial", "suspected": "no"}, "criteria"),
    ({"icd": "F33.2", "gaf": "55", "kind": "trial", "suspected": "yes"}, "can_use_services"),
    ({"icd": "f 84,0", "gaf": "41", "kind": "follow_up"}, "criteria"),
    ({"icd": "F20.0", "gaf": "51"}, "can_use_services"),
    ({"icd": "unknown", "gaf": "51"}, "can_use_services"),
    ({"icd": "G30.0"}, "gaf"),
    ({"icd": "F20.0", "gaf": "38", "can_use_services": "yes"}, "impairments"),
    ({"icd": "F20.0", "gaf": "38", "can_use_services": "no", "hospital": "none"}, "able"),
    (
        {"icd": "F20.0", "gaf": "38", "can_use_services": "no", "hospital": "avoid", "able": "no"},
        "birth_date",
    ),
]


@pytest.mark.parametrize(("answers", "first"), DECIDED)
def test_once_it_is_a_no_nothing_more_is_asked_and_nothing_is_missing(answers, first):
    typed = {
        "prescriber": ["facharzt_psychiatrie"],
        "kv_approval": ["yes"],
        "kind": ["first"],
        "day": ["2026-11-27"],
        "suspected": ["no"],
    } | {field: [text] for field, text in answers.items()}
    asked = [q for q in questions(CALCULATORS["prescription"].Case) if not q.clock]
    later = asked[[q.name for q in asked].index(first) :]
    known = known_from(CALCULATORS["prescription"].Case, typed, by_hand=True)
    assert not [q.name for q in later if applies(q, known, by_hand=True)]
    found = explain(answer("prescription", typed, by_hand=True), SAY)
    assert found.verdict == "not_yet" and found.headline.startswith(("Nein:", "Noch nicht:"))
    assert not [words for state, words in found.conditions if state == "unclear"]


@pytest.mark.parametrize(
    "answers",
    [
        {"icd": "F33.2", "gaf": "40"},
        {"icd": "F20,0", "gaf": "45"},
        {"icd": "F20.0", "gaf": "50"},
        {"icd": "F33.2 V", "gaf": "45", "kind": "trial", "suspected": "yes"},
        {"icd": "F33.2", "gaf": "unknown"},
        {"icd": "unknown", "gaf": "45"},
    ],
)
def test_as_long_as_it_may_be_a_yes_the_rest_is_asked(answers):
    typed = ON_SHEET | {"suspected": "no"} | answers
    typed = {field: [text] for field, text in typed.items()}
    case = CALCULATORS["prescription"].Case
    known = known_from(case, typed, by_hand=True)
    shown = {q.name for q in questions(case) if applies(q, known, by_hand=True)}
    assert {"can_use_services", "impairments", "hospital", "able"} <= shown


def test_who_answers_a_prescriber_is_no_insurer_where_a_kv_is_there():
    """Also where there is no answer, and for those whom no KV has approved."""
    asked = ON_SHEET | {"icd": "F20.0", "gaf": "45"}
    for day in ("2026-11-27", "1990-01-01"):
        office = said("prescription", **asked | {"day": day})
        assert "Ihre KV" in office.human
        assert "Krankenkasse" not in office.next_step or day != "1990-01-01"
        for institution, kind in (("institutsambulanz", "first"), ("krankenhaus", "discharge")):
            who = {"prescriber": institution, "kind": kind, "day": day}
            found = said("prescription", **asked | who)
            assert "Ihre KV" not in found.human and "Krankenkasse der Person" in found.human


@pytest.mark.parametrize(
    ("name", "case"), [(n, c) for n, c in ALL if n in ("deadlines", "prescription")]
)
def test_a_day_by_which_something_must_be_done_has_its_name(name, case):
    found = answer(name, given(case))
    words = first_look(explain(found, SAY))
    named = {match[0].split(", ")[1] for match in NAMED_DAY.finditer(words)}
    for field in ("last_day", "later_day", "ask_from", "sue_from", "use_by", "submit_by"):
        day = found.outcome.result.get(field)
        if isinstance(day, date) and (text := SAY("page.value.date", value=day)) in words:
            assert text in named, (field, words)


@pytest.mark.parametrize("on", ["2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30", None])
def test_the_first_meeting_is_named_only_while_it_is_to_come(on):
    asked = {"prescriber": "krankenhaus", "kind": "discharge", "day": "2026-11-27"}
    asked |= {"icd": "unknown", "gaf": "unknown", "impairments": ""} | ({"on": on} if on else {})
    words = first_look(said("prescription", **asked))
    assert ("für Montag, 30. November 2026" in words) == (on != "2026-11-30")
    assert "heute" not in words


def test_nobody_asks_whether_a_day_is_past_that_is_not():
    letter = {"kind": "refused", "letter_date": "2026-11-20", "arrived": "unknown"}
    found = said("deadlines", **letter, instructions="no", on="2026-11-27")
    assert not any("schon vorbei" in sentence for sentence in found.meaning)
    waiting = {"kind": "waiting", "handed_in": "2026-11-02", "medical_service": "unknown"}
    assert "Heute müssen Sie nichts tun" in said("deadlines", **waiting, on="2026-11-20").next_step
    late = said("deadlines", **waiting, on="2026-11-27").next_step
    assert "fragen Sie heute" in late and "nichts tun" not in late


@pytest.mark.parametrize("on", ["2026-12-11", "2026-12-14"])
def test_shortly_before_the_last_day_nobody_is_sent_for_advice_first(on):
    letter = {"kind": "objection_refused", "letter_date": "2026-11-13", "instructions": "yes"}
    found = said("deadlines", **letter, arrived="unknown", on=on)
    assert "gleich zum Sozialgericht" in found.next_step


SUPPORTED = {"basic_support": "yes", "chronic": "yes"}


@pytest.mark.parametrize(
    ("days", "first_day", "sums"),
    [
        (5, "2026-11-01", ["50 €"]),
        (30, "2026-01-07", ["67,56 €"]),
        (20, "2026-11-28", ["25 € bis 50 € im Jahr 2026", "112,50 € bis 225 €"]),
        (30, "2025-12-20", ["20 € im Jahr 2025", "67,56 € im Jahr 2026"]),
        (5, "2027-02-01", ["37,50 € bis 75 €"]),
    ],
)
def test_the_sum_of_these_days_stands_beside_the_cap_with_each_year(days, first_day, sums):
    words = first_look(said("copayment", **SUPPORTED, appointments=days, first_day=first_day))
    words = words.replace("\xa0", " ")
    assert all(each in words for each in sums), words


@pytest.mark.parametrize(("name", "case"), [(n, c) for n, c in ALL if n == "copayment"])
def test_no_sum_of_these_days_is_above_a_cap_that_is_known(name, case):
    outcome = answer(name, given(case)).outcome
    limit, table = outcome.result.get("limit_max"), outcome.result.get("by_year", {})
    limit = outcome.result.get("limit", limit)
    if outcome.verdict == "basic_support" and isinstance(limit, Decimal):
        row = table[str(outcome.result["limit_year"])]
        assert row.get("payable", row.get("payable_max")) <= limit


@pytest.mark.parametrize(
    "asked", [{}, SUPPORTED, {"annual_limit": "100"}, {"birth_date": "2020-01-01"}]
)
@pytest.mark.parametrize("cost", ["62", "unknown"])
def test_of_one_day_nobody_says_all_days(asked, cost):
    one = {"appointments": 1, "first_day": "2026-12-01", "cost_per_day": cost} | asked
    words = first_look(said("copayment", **one))
    assert not re.search(r"alle[n]? Termine|diese Termine|der letzte", words, re.IGNORECASE)


def test_who_is_not_ill_hears_no_promise_and_whom_to_ask():
    asked = {"for_whom": "me", "insurance": "statutory", "illness": "none"}
    found = said("eligibility", **asked, difficulties="drive", clinic="none")
    words = first_look(found)
    assert "lohnt" not in words and "Hausarztpraxis" in words
    assert not any("Soziotherapie" in line for line in found.record)


REASONS = [
    key.removeprefix("headline_")
    for key in SAY.node("prescription.verdict.not_yet")
    if key.startswith("headline_")
]


def test_each_reason_against_it_has_its_own_next_step():
    words = SAY.node("prescription.verdict.not_yet")
    assert not [reason for reason in REASONS if f"next_{reason}" not in words]
    for verdict in ("not_by_you",):
        other = SAY.node(f"prescription.verdict.{verdict}")
        for key in [key for key in other if key.startswith("headline_")]:
            assert key.replace("headline", "next", 1) in other


@pytest.mark.parametrize(("name", "case"), [(n, c) for n, c in ALL if n == "prescription"])
def test_what_goes_into_a_record_is_a_statement_and_tells_nobody_what_to_do(name, case):
    for line in explain(answer(name, given(case)), SAY).record:
        assert re.search(r"[.]$", line)
        assert not re.search(r"\bSie\b (?!ist|sind|hat)|\bBitte\b|: \[…\]\.|^\w+: ", line), line


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_choice_is_shown_again_in_its_own_words(name):
    for question in each(CALCULATORS[name].Case):
        for option in question.options:
            own = f"{name}.ask.{question.key}.choice.{option}"
            if SAY.has(own):
                asked = next(c for c in cases(name) if question.name in c["given"])
                found = answer(name, given(asked) | {question.name: [str(option)]})
                shown = {each.question: each.value for each in explain(found, SAY).answered}
                assert shown[question.name] == SAY(own)


DAYS = [(n, q) for n, m in CALCULATORS.items() for q in questions(m.Case) if q.type is date]


@pytest.mark.parametrize(("name", "field"), [(name, q.name) for name, q in DAYS if not q.not_after])
def test_in_each_field_a_year_of_our_time_may_be_short(name, field):
    case = given(next(c for c in cases(name) if field in c["given"]))
    day = date.fromisoformat(case[field][0])
    typed = {f"{field}.day": str(day.day), f"{field}.month": str(day.month)}
    short = {key: [text] for key, text in typed.items()} | {f"{field}.year": [f"{day:%y}"]}
    others = {key: value for key, value in case.items() if key != field}
    assert answer(name, others | short).case == answer(name, case).case
    in_one = {field: [f"{day.day}.{day.month}.{day:%y}"]}
    assert answer(name, others | in_one).case == answer(name, case).case


def test_who_ticked_the_way_to_treatments_hears_that_it_counts_and_what_else_is_asked():
    asked = {"for_whom": "me", "insurance": "statutory", "illness": "psychosis", "clinic": "avoid"}
    words = first_look(said("eligibility", **asked, difficulties="treatment"))
    assert "Dieser Punkt passt" in words and "Fällt auch Anfangen, Ordnen" in words
    assert "Entscheidend ist" not in words


# What is said of the one who is ill, and not of the one who asks for them.
OF_THE_READER = re.compile(
    r"\bIhr(?:e[mnrs]?)? [A-ZÄÖÜ]|\b(?:mit|auf|bei|für|fällt) (?:Ihnen|Sie)\b|was Ihnen|ob Sie"
    r"|Wie sind Sie|der Sie kennt|Bekommen Sie|\b(?:ich|mir|mich)\b"
)


@pytest.mark.parametrize("insurance", ["statutory", "private", "private_with_aid", "unknown"])
@pytest.mark.parametrize("illness", ["psychosis", "other", "suspected", "none", "unknown"])
@pytest.mark.parametrize("difficulties", ["", "treatment", "drive"])
@pytest.mark.parametrize("more", [{}, {"situation": "hours_used"}, {"alone": "alone"}])
def test_who_asks_for_another_hears_nothing_of_themselves(insurance, illness, difficulties, more):
    asked = {"for_whom": "other", "insurance": insurance, "illness": illness}
    for clinic in ("avoid", "shorten", "none", "unknown"):
        found = said("eligibility", **asked, difficulties=difficulties, clinic=clinic, **more)
        words = [found.headline, *found.meaning, found.next_step, found.human]
        words += [sentence for _, sentence in found.conditions]
        words += [reason.text for reason in found.reasons]
        words += [fact.sentence for fact in found.not_asked]
        words += [part for label, value in found.given for part in (label, value) if part]
        unknown = SAY("page.unknown")
        told = [line for line in words if line != unknown and OF_THE_READER.search(line)]
        assert not told


@pytest.mark.parametrize("insurance", ["private", "private_with_aid"])
def test_nobody_with_another_payer_is_told_that_vaguely_somebody_else_may_pay(insurance):
    asked = {"for_whom": "me", "insurance": insurance, "illness": "psychosis", "clinic": "avoid"}
    found = said("eligibility", **asked, difficulties="drive")
    assert not any("vielleicht" in sentence for _, sentence in found.conditions)


@pytest.mark.parametrize(
    ("asked", "cap", "sums"),
    [
        (SUPPORTED, "67,56 €", "31 € im Jahr 2026."),
        (SUPPORTED | {"chronic": "unknown"}, "135,12 €, mit", "31 € im Jahr 2026."),
        (SUPPORTED | {"cost_per_day": "unknown"}, "67,56 €", "25 € bis 50 € im Jahr 2026."),
        (SUPPORTED | {"first_day": "2025-11-28"}, "67,56 €", "31 € im Jahr 2025 und 67,56 €"),
        ({"annual_limit": "100"}, "100 €", "31 € im Jahr 2026 und 100 € im Jahr 2027."),
    ],
)
def test_the_heading_says_the_cap_and_once_it_is_said_what_these_days_cost_over_the_turn_of_the_year(
    asked, cap, sums
):
    plan = {"appointments": 30, "first_day": "2026-11-28", "cost_per_day": 62} | asked
    found = said("copayment", **plan)
    headline, *below = (text.replace("\xa0", " ") for text in (found.headline, *found.meaning))
    assert f"höchstens {cap}" in headline
    assert " ".join([headline, *below]).count(sums) == 1


@pytest.mark.parametrize(("name", "case"), [(n, c) for n, c in ALL if n == "copayment"])
def test_no_day_is_the_earliest_for_other_copayments_count_too(name, case):
    found = explain(answer(name, given(case)), SAY)
    assert not any("frühestens" in words for words in (*found.meaning, first_look(found)))


@pytest.mark.parametrize(
    ("asked", "step"),
    [
        ({"gaf": "42", "icd": "F33.2"}, "Besprechen Sie andere Hilfen"),
        ({"gaf": "42", "icd": "F84.0"}, "Besprechen Sie andere Hilfen"),
        ({"icd": "F20.0", "prescriber": "psychotherapeut_neuen_rechts"}, "Rufen Sie Ihre Kassen"),
        ({"icd": "F20.0", "kv_approval": "no"}, "Beantragen Sie die Genehmigung"),
        ({"icd": "F20.0", "prescriber": "anderer_arzt"}, "Geben Sie der Person eine Überweisung"),
        (
            {"icd": "F20.0", "kind": "follow_up", "units_so_far": "120"},
            "Besprechen Sie, wie es weitergeht",
        ),
    ],
)
def test_who_may_not_prescribe_reads_the_one_step_that_helps(asked, step):
    found = said("prescription", **ON_SHEET | asked)
    assert found.next_step.startswith(step)
    assert "alle Bedingungen erfüllt" not in first_look(found)


def test_that_all_hours_are_prescribed_is_said_once():
    asked = {"icd": "F20.0", "kind": "follow_up", "units_so_far": "120"}
    words = first_look(said("prescription", **ON_SHEET | asked))
    assert len(re.findall(r"Stunden .*?verordnet", words)) == 1


def test_a_value_in_the_headline_leaves_nothing_open():
    found = said("prescription", **ON_SHEET | {"gaf": "42", "icd": "F33.2"})
    assert not found.lacking
    assert not any("GAF" in words for _, words in found.other_conditions)
    assert [step.text for step in found.steps if "GAF" in step.text] == [
        "GAF 42 liegt über 40. Mehr ist bei einem Einzelfall nicht möglich."
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"prescriber": "krankenhaus", "kind": "discharge"},
        {"prescriber": "anderer_arzt", "kind": "referral", "can_follow_referral": "no"},
    ],
)
def test_nobody_is_led_to_fees_who_bills_none_of_the_prescriptions(asked):
    found = said("prescription", **ON_SHEET | {"icd": "F20.0"} | asked)
    assert "Abrechnung" not in [link.label for link in found.links]
    assert all(line.count("Muster 28") <= 1 for line in found.record)
    if asked["prescriber"] == "krankenhaus":
        assert not re.search("KV|Kassenärztliche", found.human)


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("Sagen Sie: „Nur ein Kennenlernen. Mehr nicht.“ Dann warten Sie.", 1),
        ("Fragen Sie: „Geht das? Wann?“", 0),
        ("Bis zum 4. Mai. Danach nicht.", 1),
        ("Er sagt „Nein. Nie.“ und geht.", 0),
    ],
)
def test_a_note_is_never_cut_inside_a_quotation(note, first):
    pieces = answer_html.after_the_first(note, SAY)
    assert len(pieces) == first + 1
    assert all(piece.count("„") == piece.count("“") for piece in pieces)


def test_without_an_income_the_share_of_it_is_told():
    asked = {"year": "2026", "income": "unknown", "basic_support": "no", "chronic": "unknown"}
    words = first_look(said("burden_limit", **asked, partner="no", children="0"))
    assert "2 %" in words and "1 %" in words and "Tabelle" not in words


def test_a_refused_year_is_called_a_year():
    asked = {"year": "2003", "income": "30000", "basic_support": "no", "chronic": "no"}
    words = first_look(said("burden_limit", **asked, partner="no", children="0"))
    assert "Jahr 2003" in words and not re.search(r"\bTag\b", words)


def test_a_range_in_place_of_a_value_is_answered_with_an_example_of_one():
    with pytest.raises(Problems) as found:
        said("prescription", **ON_SHEET | {"icd": "F20.0", "gaf": "38-42"})
    assert "zum Beispiel 40" in sentences_of(found.value, SAY)["gaf"]


@pytest.mark.parametrize(
    ("language", "insurer"),
    [("de", "Krankenkasse"), ("de-simple", "Krankenkasse"), ("en", "health insurance fund")],
)
@pytest.mark.parametrize("key", ["note.ask_by", "event.ask_by"])
def test_the_day_to_ask_is_said_to_be_the_day_on_which_the_insurer_needs_the_prescription(
    key, language, insurer
):
    """The insurer's time starts with receipt: who only begins to ask the practice then is weeks late."""
    said_of_day = texts(language).node(f"remaining_hours.{key}").split(". ")[0]
    assert insurer in said_of_day and re.search(r"\{(ask_by|about):", said_of_day)


PLANS = [
    {"first_day": "2026-11-30", "appointments": "40", "days_per_week": "2", "cost_per_day": "62"},
    {"first_day": "2026-11-30", "appointments": "300", "days_per_week": "5"},
    {"first_day": "2026-11-30", "appointments": "1", "cost_per_day": "62"},
    {"first_day": "2025-11-03", "appointments": "60", "cost_per_day": "62"},
    {"first_day": "2027-01-11", "appointments": "40", "cost_per_day": "62"},
]


@pytest.mark.parametrize("chronic", ["yes", "unknown"])
@pytest.mark.parametrize("plan", PLANS)
def test_with_basic_support_the_cap_is_all_that_is_bold(plan, chronic):
    """What the days come to follows it, and a year whose cap is not enacted with the word that it is not."""
    found = said("copayment", **plan | {"basic_support": "yes", "chronic": chronic})
    assert len(found.headline) <= 150
    assert len(re.findall("€", found.headline)) == (2 if chronic == "unknown" else 1)
    for words in found.deciding:
        if "2027 kommen" in words:
            assert "2027 steht noch nicht fest" in words + found.headline


def test_one_day_says_each_price_once_and_what_it_is_from_january():
    for support in ("yes", "no"):
        day = {"appointments": "1", "cost_per_day": "62", "basic_support": support}
        found = said("copayment", first_day="2026-11-30", **day)
        words = " ".join((found.headline, *found.deciding)).replace("\xa0", " ")
        assert words.count("6,20 €") == 1
        assert re.findall(r"[^.]*1\. Januar 2027[^.]*7,50 €", words)
        later = said("copayment", first_day="2027-01-11", **day)
        assert " ".join((later.headline, *later.deciding)).count("7,50\xa0€") == 1


def test_a_price_that_is_not_enacted_or_far_off_is_not_told():
    day = {"appointments": "1", "cost_per_day": "62", "basic_support": "no"}
    for first in ("2024-03-04", "2027-03-01"):
        found = said("copayment", first_day=first, **day)
        assert not [words for words in found.deciding if words.startswith("Ab dem")]
