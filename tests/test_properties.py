"""What holds for all inputs, whatever they are."""

import json
import re
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from inspect import Parameter, isfunction, signature
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.engine.explanation import explain
from calculators.engine.form import Problems, applies, clock_of, each, known_from, questions
from calculators.engine.form_html import form
from calculators.engine.text import texts as catalogue
from calculators.law import burden_limit, indication, prescription
from calculators.law.figures import checked, histories
from calculators.law.periods import years_later
from calculators.registry import CALCULATORS, answer
from calculators.web import answer as web_answer
from website.cases import cases
from website.cases import given as given_

NOTHING = Decimal(0)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
cents = st.integers(0, 200_000).map(lambda amount: Decimal(amount) / 100)
limits = st.none() | st.integers(0, 2_000).map(Decimal)
years = st.integers(2020, 2026)
incomes = st.integers(0, 200_000)


def ask(name, **given):
    """The result for these answers; None is left out."""
    return answer(name, {k: [typed(v)] for k, v in given.items() if v is not None}).outcome


def typed(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


@given(days, st.integers(1, 60), st.integers(1, 7), cents, limits)
def test_a_plan_never_costs_less_than_nothing_nor_more_than_the_treatment(
    first, count, per_week, cost, limit
):
    plan = {"first_day": first, "appointments": count, "days_per_week": per_week}
    result = ask("copayment", **plan, cost_per_day=cost, annual_limit=limit).result
    assert 0 <= result["total"] <= cost * count
    for row in result["by_year"].values():
        assert 0 <= row["payable"] <= row["due"]
        assert limit is None or row["payable"] <= limit
    assert sum(row["days"] for row in result["by_year"].values()) == count
    assert sum(row["payable"] for row in result["by_year"].values()) == result["total"]


@given(days, st.integers(2, 60), cents, st.data())
def test_splitting_a_plan_in_two_changes_no_sum(first, count, cost, data):
    cut = data.draw(st.integers(1, count - 1))
    whole = ask("copayment", first_day=first, appointments=count, cost_per_day=cost)
    second = first + timedelta(weeks=cut)
    parts = (
        ask("copayment", first_day=first, appointments=cut, cost_per_day=cost),
        ask("copayment", first_day=second, appointments=count - cut, cost_per_day=cost),
    )
    assert whole.result["total"] == sum(part.result["total"] for part in parts)


@given(days, st.integers(1, 60), st.integers(5_00, 200_000), limits)
def test_the_exact_sum_lies_in_the_range_that_is_said_without_the_cost(first, count, cents, limit):
    # From a cost of one minimum on; the answer says that cheaper days cost only their price.
    cost = max(Decimal(cents) / 100, Decimal("7.50"))
    plan = {"first_day": first, "appointments": count, "annual_limit": limit}
    exact = ask("copayment", **plan, cost_per_day=cost).result
    rough = ask("copayment", **plan).result
    assert rough["total_min"] <= exact["total"] <= rough["total_max"]


@given(days, st.integers(1, 60), cents, st.integers(0, 400), st.integers(0, 400))
def test_who_has_paid_more_already_never_pays_more_now(first, count, cost, limit, paid):
    plan = {"first_day": first, "appointments": count, "cost_per_day": cost, "annual_limit": limit}
    assert (
        ask("copayment", **plan, already_paid=paid).result["total"]
        <= ask("copayment", **plan).result["total"]
    )


def limits_with_basic_support(chronic):
    """The highest limit of each year that is enacted: figures of the law sheet, and no rule of ours."""
    need = {f.since.year: f.value for f in histories()["standard_need"].values}
    return {year: need * 12 * (1 if chronic else 2) / 100 for year, need in need.items()}


def sums_in(sentence):
    """The sums of money in a sentence, in euro."""
    found = re.findall(r"(\d[\d.]*(?:,\d\d)?)\s€", sentence)
    return [Decimal(text.replace(".", "").replace(",", ".")) for text in found]


@settings(max_examples=400)
@given(
    days,
    st.integers(1, 200),
    st.integers(1, 7),
    st.none() | cents,
    st.sampled_from(["yes", "home"]),
    st.none() | st.booleans(),
)
def test_with_basic_support_no_sum_is_above_the_limit_and_the_first_sentence_says_it(
    first, count, per_week, cost, support, chronic
):
    plan = {"first_day": first, "appointments": count, "days_per_week": per_week}
    plan |= {"cost_per_day": cost, "basic_support": support, "chronic": chronic}
    found = answer("copayment", {k: [typed(v)] for k, v in plan.items() if v is not None})
    result, limits = found.outcome.result, limits_with_basic_support(chronic)
    if found.outcome.verdict != "basic_support":
        assert found.outcome.verdict == "no_cost" and cost == 0
        return
    for year, row in result["by_year"].items():
        assert all(row[name] <= limits[int(year)] for name in row if "payable" in name)
    words = explain(found, catalogue("de"))
    headline = words.headline
    reached = {year for year in range(first.year, result["last_day"].year + 1)}
    known = [limits[year] for year in sorted(reached) if year in limits]
    if known:
        assert first.year not in limits or sums_in(headline.partition(". ")[0])[0] == known[0]
        assert max(sums_in(headline)) <= max(known)
    else:
        last = max(year for year in limits)
        assert sums_in(headline)[:1] == [limits[last]] and f"{last} sind es" in headline
    unknown = min(reached - limits.keys(), default=None)
    if unknown is not None:
        # Where a sum of that year stands, it is said before it that its limit is not known yet.
        shown = [headline, *(each for each in words.deciding if f"{unknown} kommen" in each)]
        before = " ".join(shown).partition(f"{unknown} kommen")[0]
        assert len(shown) == 2 and f"{unknown} steht noch nicht fest" in before
    assert (result.get("total", result.get("total_max")) is None) == (unknown is not None)


@given(days, st.integers(1, 200), st.none() | cents, st.integers(1, 2_000), st.integers(0, 400))
def test_no_headline_has_a_sum_above_a_limit_that_was_typed(first, count, cost, limit, paid):
    plan = {"first_day": first, "appointments": count, "cost_per_day": cost}
    plan |= {"annual_limit": limit, "already_paid": paid}
    found = answer("copayment", {k: [typed(v)] for k, v in plan.items() if v is not None})
    headline = explain(found, catalogue("de")).headline
    assert all(amount <= limit for amount in sums_in(headline)), headline


@given(days, st.integers(1, 200), st.none() | cents.filter(bool), st.none() | st.booleans())
def test_an_unknown_limit_stands_in_the_headline_by_its_share(first, count, cost, chronic):
    plan = {"first_day": first, "appointments": count, "cost_per_day": cost, "chronic": chronic}
    found = answer("copayment", {k: [typed(v)] for k, v in plan.items() if v is not None})
    share, lower = ("1", "") if chronic else ("2", "")
    if chronic is None:
        lower = ", mit Bescheinigung für chronisch Kranke 1 %"
    wanted = f"aber Ihre Belastungsgrenze: {share} % Ihrer jährlichen Bruttoeinnahmen{lower}."
    assert wanted in explain(found, catalogue("de")).headline


def test_the_two_calculators_say_the_same_limit_with_basic_support():
    for year in range(2020, 2028):
        for chronic in ("yes", "no", "unknown"):
            person = {"basic_support": ["yes"], "chronic": [chronic]}
            limit = answer("burden_limit", {**person, "year": [f"{year}"]}).outcome.result
            plan = {"first_day": [f"{year}-01-04"], "appointments": ["50"]}
            copayment = answer("copayment", {**person, **plan}).outcome.result
            for name in ("limit", "limit_min", "limit_max"):
                for prefix in ("", "last_"):
                    assert copayment.get(prefix + name) == limit.get(prefix + name), (year, name)
            assert copayment.get("last_year") == limit.get("last_year")


def test_who_lives_on_basic_support_answers_two_questions_with_a_tap_and_types_one_number():
    """All else has a default that is documented, or today, or lies folded."""
    asked = [q for q in questions(CALCULATORS["copayment"].Case) if not q.more]
    assert [q.name for q in asked[:2]] == ["basic_support", "chronic"]
    assert all(q.choices and q.optional and not q.insist for q in asked[:2])
    typed_in = [q.name for q in asked if not q.optional and not q.today]
    assert typed_in == ["appointments"]
    assert len(asked) <= 5


@given(days, st.integers(1, 40), cents, days)
def test_nobody_pays_before_coming_of_age(first, count, cost, birth):
    if birth > first:
        return
    plan = {"first_day": first, "appointments": count, "cost_per_day": cost, "birth_date": birth}
    outcome = ask("copayment", **plan)
    last = outcome.result["last_day"]
    age = last.year - birth.year - ((last.month, last.day) < (birth.month, birth.day))
    if age < 18:
        assert outcome.verdict == "child" and outcome.result["total"] == 0


def test_a_plan_that_ends_later_than_a_year_after_the_last_check_of_the_law_says_so():
    """Also where it begins before that day, and no change of the law lies between."""
    last_sure = years_later(checked(), 1)
    for days_in_all, warned in ((1, False), (2, True)):
        plan = {"first_day": last_sure, "appointments": days_in_all, "days_per_week": 7}
        found = answer("copayment", {key: [typed(value)] for key, value in plan.items()})
        assert found.law_until == found.outcome.result["last_day"]
        beyond = catalogue("de")("page.beyond", day=found.law_until, checked=checked())
        assert (beyond in explain(found, catalogue("de")).deciding) is warned


@given(years, incomes, st.booleans(), st.integers(0, 5))
def test_one_percent_is_half_of_two_and_no_allowance_raises_a_limit(
    year, income, partner, children
):
    case = {"year": year, "basic_support": False, "income": income, "children": children}
    whole = ask("burden_limit", **case, partner=partner, chronic=False).result["limit"]
    half = ask("burden_limit", **case, partner=partner, chronic=True).result["limit"]
    assert 2 * half == whole >= 0  # exact for whole euros
    more = ask("burden_limit", **{**case, "children": children + 1}, partner=True, chronic=False)
    assert more.result["limit"] <= whole


@given(years, incomes, st.booleans(), st.integers(0, 5), st.booleans())
def test_with_basic_support_nothing_else_matters(year, income, partner, children, chronic):
    base = {"year": year, "basic_support": True, "chronic": chronic}
    more = {**base, "income": income, "partner": partner, "children": children}
    assert ask("burden_limit", **base).result == ask("burden_limit", **more).result


@pytest.mark.parametrize(
    ("support", "rule"), [("yes", "basic_support_income"), ("home", "care_home_income")]
)
def test_a_home_paid_by_social_assistance_is_computed_by_its_own_sentence(support, rule):
    given = {"year": ["2026"], "basic_support": [support], "chronic": ["no"]}
    steps = [step.rule for step in answer("burden_limit", given).steps]
    assert steps == [f"burden_limit.{rule}", "burden_limit.limit_for_all"]


@pytest.mark.parametrize(
    ("support", "rule"), [("yes", "basic_support_income"), ("home", "care_home_income")]
)
def test_the_limit_of_a_plan_is_that_of_the_other_calculator_by_sentence_and_day(support, rule):
    plan = {"first_day": "2026-05-04", "appointments": "30", "cost_per_day": "60"}
    given = {**plan, "basic_support": support, "chronic": "no"}
    steps = answer("copayment", {name: [value] for name, value in given.items()}).steps
    of_limit = [step for step in steps if step.rule.startswith("burden_limit.")]
    assert [step.rule for step in of_limit] == [
        f"burden_limit.{rule}",
        "burden_limit.limit_for_all",
    ]
    assert {step.facts["law"].day for step in of_limit} == {date(2026, 1, 1)}


@pytest.mark.parametrize("partner", ["yes", "home", "no"])
def test_only_who_has_a_spouse_in_a_home_is_told_that_they_are_one_household(partner):
    given = {"year": ["2026"], "basic_support": ["no"], "chronic": ["no"], "income": ["30000"]}
    steps = answer("burden_limit", {**given, "partner": [partner], "children": ["0"]}).steps
    told = "burden_limit.shares_the_household" in {step.rule for step in steps}
    assert told == (partner == "home")


hours = st.integers(0, 4_000).map(lambda quarters: Decimal(quarters) / 4)


@given(hours, hours, st.integers(0, 200))
def test_more_used_never_means_more_left(one, other, groups):
    less, more = sorted((one, other))
    case = {"started": "2026-01-01", "on": "2026-06-01", "group_sessions": groups}
    first = ask("remaining_hours", **case, used_hours=less).result
    second = ask("remaining_hours", **case, used_hours=more).result
    for key in ("remaining_min", "remaining_max"):
        assert 0 <= second[key] <= first[key]
    assert first["remaining_min"] <= first["remaining_max"]


@given(days)
def test_three_years_and_one_day_follow_on_each_other(started):
    result = ask("remaining_hours", started=started, on=started, used_hours=0).result
    assert result["new_claim_from"] - result["last_day"] == timedelta(days=1)
    assert 1094 <= (result["last_day"] - started).days <= 1095


def test_each_calculator_answers_or_refuses_on_the_first_day_of_every_quarter():
    for year in range(2020, 2029):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            assert ask("copayment", first_day=day, appointments=1, cost_per_day=45).result["total"]
            assert ask("remaining_hours", started=day, on=day, used_hours=1).verdict == "left"
        case = {"year": year, "basic_support": False, "income": 30_000, "chronic": False}
        outcome = ask("burden_limit", **case, partner=True, children=1)
        needed = ("reference_amount", "child_allowance")
        enacted = all(histories()[name].values[-1].since.year >= year for name in needed)
        assert (outcome.verdict == "limit") == enacted
        assert bool(outcome.missing) != enacted


def test_a_daily_amount_is_explained_once_for_each_law_from_its_first_day():
    plan = {"first_day": ["2026-12-01"], "appointments": ["10"], "cost_per_day": ["45"]}
    steps = [s for s in answer("copayment", plan).steps if s.rule == "copayment.daily_copayment"]
    assert [step.facts["law"].day for step in steps] == [date(2026, 12, 1), date(2027, 1, 5)]


@pytest.mark.parametrize(
    ("first", "changes"),
    [("2025-03-03", False), ("2026-03-02", True), ("2026-12-01", True), ("2027-03-01", False)],
)
def test_the_day_of_another_price_is_told_only_where_there_is_another(first, changes):
    """In the plan, or within a year after it."""
    found = ask("copayment", first_day=first, appointments=10, cost_per_day=45).result
    assert ("next_day_from" in found) is ("next_day" in found) is changes


def test_a_limit_follows_the_law_of_the_first_day_of_its_year():
    case = {"year": "2026", "basic_support": "yes", "chronic": "no"}
    steps = answer("burden_limit", {name: [value] for name, value in case.items()}).steps
    assert {step.facts["law"].day for step in steps} == {date(2026, 1, 1)}


def functions(module):
    """What a module offers besides its classes and constants."""
    return {
        name: member
        for name, member in vars(module).items()
        if isfunction(member) and member.__module__ == module.__name__ and name[0] != "_"
    }


@pytest.mark.parametrize("module", [burden_limit, indication, prescription])
def test_what_calculators_share_is_rules(module):
    shared = functions(module)
    assert shared and all(hasattr(function, "norm") for function in shared.values())


@pytest.mark.parametrize("name", CALCULATORS)
def test_each_file_of_a_calculator_offers_what_it_is_named_for(name):
    parts = ("questions", "rules", "answer")
    asked, rules, answer = (functions(import_module(f"calculators.{name}.{p}")) for p in parts)
    # Where the rules are a folder, each topic is a module of it.
    package = import_module(f"calculators.{name}.rules")
    for topic in iter_modules(getattr(package, "__path__", ())):
        rules |= functions(import_module(f"{package.__name__}.{topic.name}"))
    assert not asked
    assert rules and all(hasattr(function, "norm") for function in rules.values())
    assert [*answer] == ["assess"]


@pytest.mark.parametrize("module", CALCULATORS.values(), ids=CALCULATORS)
def test_a_case_is_filled_in_by_name_and_never_changed(module):
    parameters = signature(module.Case).parameters
    assert {p.kind for p in parameters.values()} == {Parameter.KEYWORD_ONLY}
    case = module.Case(**dict.fromkeys(parameters))
    with pytest.raises(FrozenInstanceError):
        setattr(case, next(iter(parameters)), None)


BORDERS = {
    ("copayment", "appointments"): (1, 10_000),
    ("copayment", "days_per_week"): (1, 7),
    ("copayment", "cost_per_day"): (0, 2_000),
    ("copayment", "annual_limit"): (0, 100_000),
    ("copayment", "already_paid"): (0, 100_000),
    ("copayment", "days_without_contact"): (0, 10_000),
    ("burden_limit", "year"): (1900, 2199),
    ("burden_limit", "income"): (0, 10_000_000),
    ("burden_limit", "children"): (0, 20),
    ("burden_limit", "siblings"): (0, 20),
    ("burden_limit", "partners_children"): (0, 20),
    ("burden_limit", "independent_children"): (0, 20),
    ("burden_limit", "one_off"): (0, 10_000_000),
    ("chronic_illness", "care_grade"): (0, 5),
    ("chronic_illness", "disability_degree"): (0, 100),
    ("chronic_illness", "damage_degree"): (0, 100),
    ("chronic_illness", "earning_capacity_loss"): (0, 100),
    ("chronic_illness", "annual_limit"): (0, 100_000),
    ("prescription", "gaf"): (1, 100),
    ("prescription", "units"): (1, 1_000),
    ("prescription", "units_so_far"): (0, 1_000),
    ("prescription", "trial_units"): (0, 1_000),
    ("prescription", "trials_this_year"): (0, 100),
    ("remaining_hours", "used_hours"): (0, 1_000),
    ("remaining_hours", "group_sessions"): (0, 1_000),
    ("remaining_hours", "prescriptions.1.granted"): (0, 1_000),
    ("remaining_hours", "prescriptions.1.used"): (0, 1_000),
}


@pytest.mark.parametrize(("name", "field"), BORDERS)
def test_a_form_takes_numbers_up_to_its_borders(name, field):
    asked = {question.name: question for question in each(CALCULATORS[name].Case)}
    assert (asked[field].minimum, asked[field].maximum) == BORDERS[name, field]


FOLDED_AWAY = {
    "chronic_illness": {"damage_degree", "earning_capacity_loss", "annual_limit"},
    "remaining_hours": {"prescriptions"},
    "deadlines": {"land"},
    "eligibility": {"situation"},
    "copayment": {
        *("days_per_week", "birth_date", "exempt_from", "annual_limit", "already_paid"),
        "days_without_contact",
    },
    "prescription": {"units", "units_so_far", "trial_units"},
}


@pytest.mark.parametrize("name", FOLDED_AWAY)
def test_a_form_folds_away_what_only_makes_the_answer_exacter(name):
    asked = questions(CALCULATORS[name].Case)
    assert {question.name for question in asked if question.more} == FOLDED_AWAY[name]


def test_a_day_that_everybody_must_give_is_filled_in_with_today():
    asked = [q for module in CALCULATORS.values() for q in questions(module.Case)]
    for question in asked:
        if question.type is date:
            assert question.today == (not question.optional and not question.unknown)


PREFILLED = {
    "burden_limit": {"year"},
    "chronic_illness": {"on"},
    "copayment": {"first_day"},
    "prescription": {"day"},
    "remaining_hours": {"on"},
}


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_form_begins_with_the_day_that_is_most_often_meant(name):
    """Not with the day of a letter, nor with one that begins or ends a claim."""
    filled_in = {question.name for question in each(CALCULATORS[name].Case) if question.prefilled}
    assert filled_in == PREFILLED.get(name, set())


NOT_KNOWN = {
    "eligibility": {"insurance", "illness", "clinic", "alone", "willing"},
    "copayment": {"basic_support", "chronic", "cost_per_day"},
    "burden_limit": {"income", "chronic"},
    "chronic_illness": {
        *("treated_since", "every_quarter", "continuous_care", "care_grade", "disability_degree"),
    },
    "remaining_hours": {"started", "used_hours"},
    "prescription": {
        *("kv_approval", "icd", "suspected", "gaf", "hospital", "able"),
        *("can_follow_referral", "can_use_services"),
    },
    "deadlines": {"arrived", "instructions", "medical_service", "land"},
}


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_a_reader_may_not_know_can_be_answered_so(name):
    may_be_unknown = {
        question.name for question in each(CALCULATORS[name].Case) if question.unknown
    }
    assert may_be_unknown == NOT_KNOWN.get(name, set())


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_day_it_is_the_page_says_and_no_reader_is_asked(name):
    clock = "on" if name in ("deadlines", "prescription") else ""
    assert clock_of(CALCULATORS[name].Case) == clock
    shown = form(CALCULATORS[name], catalogue("de"))
    assert ('data-clock="on"' in shown) == bool(clock)
    if clock:
        assert 'name="on.day"' not in shown and 'data-question="on"' not in shown


INSISTED = {
    "burden_limit": {
        *("insured_with_parents", "children", "partners_children", "independent_children"),
    },
    "eligibility": {"insurance", "illness", "clinic"},
    "prescription": {
        *("suspected", "can_follow_referral", "can_use_services", "hospital", "able"),
    },
}


def test_a_form_insists_where_the_command_line_has_a_default():
    """For a reader, no answer is no answer; a program says what is not as it is by default."""
    for name, module in CALCULATORS.items():
        insisted = {question.name for question in questions(module.Case) if question.insist}
        assert insisted == INSISTED.get(name, set())
    given = {"year": "2026", "basic_support": "no", "partner": "no", "children": "1"}
    given |= {"income": "0", "chronic": "no"}
    without = ask("burden_limit", **given)
    said = {
        **given,
        "insured_with_parents": "no",
        "partners_children": 0,
        "independent_children": 0,
    }
    assert without == ask("burden_limit", **said)
    reply = json.loads(web_answer("burden_limit", "de", json.dumps(list(given.items()))))
    assert reply["problems"].keys() == {"insured_with_parents"}
    given["insured_with_parents"] = "no"
    reply = json.loads(web_answer("burden_limit", "de", json.dumps(list(given.items()))))
    assert reply["problems"].keys() == {"partners_children", "independent_children"}


@pytest.mark.parametrize(
    ("who", "kind", "field"),
    [
        ("anderer_arzt", "referral", "can_follow_referral"),
        ("facharzt_psychiatrie", "first", "can_use_services"),
    ],
)
def test_whether_somebody_manages_alone_is_asked_of_a_reader_and_open_for_a_program(
    who, kind, field
):
    plain = {"prescriber": who, "kind": kind, "day": "2026-03-01", "kv_approval": "yes"}
    plain |= {"icd": "F20.0", "gaf": "38", "impairments": "drive", "hospital": "avoid"}
    plain |= {"able": "yes", "suspected": "yes" if kind == "referral" else "unknown"}
    typed_in = [[name, value] for name, value in plain.items()]
    asked = json.loads(web_answer("prescription", "de", json.dumps(typed_in)))
    assert list(asked["problems"]) == [field]
    assert ask("prescription", **plain) == ask("prescription", **plain, **{field: "unknown"})


def by_hand(name, **given):
    return json.loads(web_answer(name, "de", json.dumps(list(given.items()))))


def shown(name, **given):
    """What a form asks after these answers, without what it folds away."""
    answers = {key: [value] for key, value in given.items()}
    asked = questions(CALCULATORS[name].Case)
    known = known_from(CALCULATORS[name].Case, answers, by_hand=True)
    return [q.name for q in asked if not q.more and not q.clock and applies(q, known, by_hand=True)]


def test_eligibility_asks_five_questions_and_of_a_private_policy_one_more_at_most():
    assert len(shown("eligibility", for_whom="me", insurance="statutory")) == 5
    for insurance in ("private", "private_with_aid"):
        asked = shown("eligibility", for_whom="me", insurance=insurance)
        assert asked == ["for_whom", "insurance"]
        assert "html" in by_hand("eligibility", for_whom="me", insurance=insurance)
    assert shown("eligibility", for_whom="refusing") == ["for_whom"]
    assert "Muster 28" in by_hand("eligibility", for_whom="refusing")["text"]


PSYCHIATRIST = {"prescriber": "facharzt_psychiatrie", "kv_approval": "yes", "day": "2026-11-27"}
THERAPIST = {"prescriber": "psychologischer_psychotherapeut", "day": "2026-11-27"}
HOSPITAL = {"prescriber": "krankenhaus", "day": "2026-11-27"}
PRACTICE = {"prescriber": "anderer_arzt", "day": "2026-11-27", "kind": "referral"}


@pytest.mark.parametrize(
    ("answers", "headline"),
    [
        (
            PSYCHIATRIST | {"kind": "first", "icd": "F33.2", "gaf": "42"},
            "Nein: .*F33.2.* 42 .*höchstens 40",
        ),
        (
            PSYCHIATRIST | {"kind": "first", "icd": "F20.0", "gaf": "55"},
            "Nein: .*F20.0.* 55 .*höchstens 50",
        ),
        (THERAPIST | {"kv_approval": "no"}, "Ohne Genehmigung Ihrer KV"),
        (HOSPITAL, "bis einschließlich Freitag, 4. Dezember 2026, 7 Kalendertage"),
        (PRACTICE | {"suspected": "yes", "can_follow_referral": "no"}, "Ja: Muster 28, bis zu 5"),
    ],
)
def test_a_prescriber_is_answered_as_soon_as_nothing_else_decides(answers, headline):
    """The first sentence says why; whatever the form still shows may stay open."""
    reply = by_hand("prescription", **answers)
    assert re.search(headline, reply["text"].split("\n")[2]), reply


def test_a_prescriber_is_asked_what_still_decides():
    answers = PSYCHIATRIST | {"icd": "F20.0", "gaf": "38", "impairments": "drive"}
    reply = by_hand("prescription", **answers, kind="first")
    assert reply["problems"].keys() == {"can_use_services", "hospital", "able"}


def test_a_form_asks_a_prescriber_only_what_matters_for_the_kind():
    medical = {"icd", "gaf", "can_use_services", "impairments", "hospital", "able"}
    assert set(shown("prescription", **HOSPITAL)) == {"prescriber", "day"}
    asked = shown("prescription", **PRACTICE)
    # The age may decide for any of them.
    needed = ["prescriber", "day", "suspected", "can_follow_referral"]
    assert asked == [*needed, "birth_date"]
    assert medical <= set(shown("prescription", **PSYCHIATRIST, kind="first"))
    assert not medical & set(shown("prescription", **PSYCHIATRIST | {"kv_approval": "no"}))


@pytest.mark.parametrize(
    ("suspected", "asked"), [("", True), ("no", True), ("unknown", True), ("yes", False)]
)
def test_what_makes_a_single_case_is_not_asked_where_a_suspicion_is_enough(suspected, asked):
    plain = PSYCHIATRIST | {"kind": "trial", "icd": "F33.2", "suspected": suspected}
    assert ("criteria" in shown("prescription", **plain)) == asked


@pytest.mark.parametrize("icd", ["F20.0", "F33.2", "F43.1", "F32.3", "F60.31"])
@pytest.mark.parametrize("gaf", ["35", "40", "41", "50", "51", "100"])
def test_the_first_sentence_of_a_no_by_the_gaf_names_code_and_value(icd, gaf):
    said = PSYCHIATRIST | {"kind": "first", "icd": icd, "gaf": gaf, "impairments": "drive"}
    found = answer("prescription", {name: [value] for name, value in said.items()})
    unmet = {c.name for c in found.outcome.conditions if c.state == "unmet"}
    said = explain(found, catalogue("de")).headline
    assert found.outcome.verdict == "not_yet"
    assert icd in said or "GAF" not in said
    assert bool(unmet & {"gaf_regular", "gaf_single_case"}) == (
        f"der GAF-Wert {gaf} zu hoch" in said
    )


def test_every_reason_against_a_prescription_has_a_sentence_of_its_own():
    """All but one: that of nothing in particular, to which no answer leads."""
    used = {
        answer("prescription", given_(case)).outcome.headline
        for case in cases("prescription")
        if case["expect"]["verdict"] == "not_yet"
    }
    words = catalogue("de").node("prescription.verdict.not_yet")
    assert used <= words.keys() and "headline" not in used
    assert {key for key in words if key.startswith("headline_")} == used


def test_answers_to_hidden_questions_decide_nothing():
    """Whoever chose something, went back and chose another way is asked what that way needs."""
    went_back = {"prescriber": "institutsambulanz", "kv_approval": "no", "kind": "first"}
    assert "icd" in shown("prescription", **went_back)


@pytest.mark.parametrize("name", CALCULATORS)
def test_many_choices_are_a_list_and_no_wall_of_buttons(name):
    html = form(CALCULATORS[name], catalogue("de"))
    for question in each(CALCULATORS[name].Case):
        buttons = html.count(f'type="radio" name="{question.name}"')
        assert buttons <= 7
        if len(question.choices) > 7 and not question.many:
            assert f'<select id="{name}-{question.name}"'.replace(".", "-") in html and not buttons


def test_every_prescriber_stands_in_one_group_of_the_list():
    say = catalogue("de")
    grouped = [c for g in say.node("prescription.ask.prescriber.groups") for c in g["choices"]]
    asked = next(q for q in questions(CALCULATORS["prescription"].Case) if q.name == "prescriber")
    assert sorted(grouped) == sorted(asked.choices)
    assert form(CALCULATORS["prescription"], say).count("<optgroup") == 4


@pytest.mark.parametrize("field", ["care_grade", "disability_degree"])
def test_a_grade_is_chosen_from_a_list_and_a_program_may_say_any_number(field):
    html = form(CALCULATORS["chronic_illness"], catalogue("de"))
    asked = next(q for q in questions(CALCULATORS["chronic_illness"].Case) if q.name == field)
    shown_ = html[html.index(f'data-question="{field}"') :].partition("</select>")[0]
    assert re.findall(r'<option value="(\w*)"', shown_) == ["", *map(str, asked.options), "unknown"]
    assert all(asked.minimum <= number <= asked.maximum for number in asked.options)
    assert "<input" not in shown_


def offered(name):
    """What a form offers to choose from, question by question; of the rows, the first."""
    html = form(CALCULATORS[name], catalogue("de"))
    found = [
        (field, choice)
        for field, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', html)
        for choice in re.findall(r'<option value="([^"]+)"', options)
    ]
    for tag in re.findall(r'<input [^>]*type="(?:radio|checkbox)"[^>]*>', html):
        found += re.findall(r' name="([^"]+)".* value="([^"]+)"', tag)
    return [pair for pair in found if not re.search(r"\.(?!1\.)\d+\.", pair[0])]


@pytest.mark.parametrize("name", CALCULATORS)
def test_whatever_a_form_offers_it_reads_and_answers(name):
    """Each choice in one case of the law at least; in others, what else is said may speak against it."""

    said = [given_(case) for case in cases(name)]

    def answered(field, choice):
        for answers in said:
            try:
                found = answer(name, answers | {field: [choice]}, by_hand=True)
            except Problems:
                continue
            asked = field.partition(".")[0] not in found.unasked
            # A case of a day without law is answered by none of them.
            if asked and found.outcome.verdict in catalogue("de").node(f"{name}.verdict"):
                return True
        return False

    choices = offered(name)
    named = {field for field, _ in choices}
    shown_ = [q for q in each(CALCULATORS[name].Case) if not q.unseen]
    assert {q.name for q in shown_ if q.choices or q.options} <= named
    assert [pair for pair in choices if not answered(*pair)] == []


@pytest.mark.parametrize(("field", "enough"), [("care_grade", 3), ("disability_degree", 60)])
def test_each_grade_of_a_list_decides_as_the_guideline_has_it(field, enough):
    """Pflegegrad 3, 4 or 5, or a GdB of at least 60: § 2 Abs. 2 Chroniker-RL."""
    given = {"on": "2026-06-01", "treated_since": "2020-01-01", "every_quarter": "yes"}
    given |= {"continuous_care": "no", "care_grade": "0", "disability_degree": "0"}
    verdicts = {
        grade: answer(
            "chronic_illness",
            {name: [value] for name, value in (given | {field: grade}).items()},
            by_hand=True,
        ).outcome.verdict
        for name, grade in offered("chronic_illness")
        if name == field
    }
    assert verdicts.pop("unknown") == "unclear"
    assert len(verdicts) > 2
    for grade, verdict in verdicts.items():
        assert verdict == ("likely" if int(grade) >= enough else "not_yet"), grade


def test_who_lives_alone_is_asked_at_most_two_questions_more_and_nobody_on_basic_support():
    def asked(**given):
        answers = {name: [value] for name, value in given.items()}
        return {q.name for q in questions(CALCULATORS["burden_limit"].Case) if applies(q, answers)}

    before = {"year", "basic_support", "income", "income_period", "partner", "children", "chronic"}
    alone = {"insured_with_parents": "no", "partner": "no", "children": "0"}
    for period in ("year", "month"):
        found = asked(basic_support="no", **alone, income_period=period)
        assert before <= found and len(found - before) <= 2
    for support in ("yes", "home"):
        assert asked(basic_support=support) == {"year", "basic_support", "chronic"}


@pytest.mark.parametrize("children", [0, 1, 20])
@pytest.mark.parametrize("partner", ["yes", "no"])
def test_which_children_count_is_asked_of_who_has_any(children, partner):
    given = {"basic_support": "no", "insured_with_parents": "no", "partner": partner}
    answers = {name: [value] for name, value in {**given, "children": str(children)}.items()}
    asked = {q.name for q in questions(CALCULATORS["burden_limit"].Case) if applies(q, answers)}
    assert ("independent_children" in asked) == (children > 0)
    assert ("partners_children" in asked) == (children > 0 and partner == "no")


def test_a_short_year_is_read_where_another_day_of_the_form_leaves_only_one():
    plan = {"first_day": "2026-03-02", "appointments": "1", "cost_per_day": "45"}
    assert ask("copayment", **plan, birth_date="1.5.85").result["total"] == 5
    for name, typed in (("birth_date", "1.5.05"), ("exempt_from", "1.5.85")):
        with pytest.raises(Problems):
            ask("copayment", **plan, **{name: typed})


CONTRADICTIONS = {
    ("copayment", "birth_date"): {
        "first_day": "2026-03-02",
        "appointments": "1",
        "birth_date": "2026-03-03",
    },
    ("copayment", "days_without_contact"): {
        "first_day": "2026-03-02",
        "appointments": "2",
        "days_per_week": "2",
        "days_without_contact": "6",
    },
    ("burden_limit", "independent_children"): {
        **dict.fromkeys(["basic_support", "partner", "chronic"], "no"),
        "year": "2026",
        "income": "0",
        "children": "2",
        "partners_children": "1",
        "independent_children": "2",
    },
    ("burden_limit", "partners_children"): {
        **dict.fromkeys(["basic_support", "partner", "chronic"], "no"),
        "year": "2026",
        "income": "0",
        "children": "1",
        "partners_children": "2",
    },
    ("chronic_illness", "treated_since"): {
        **dict.fromkeys(["every_quarter", "continuous_care"], "yes"),
        **dict.fromkeys(["care_grade", "disability_degree"], "0"),
        "on": "2026-03-01",
        "treated_since": "2026-03-02",
    },
    ("prescription", "birth_date"): {
        **dict.fromkeys(["kv_approval", "icd", "gaf", "hospital", "able"], "unknown"),
        "prescriber": "facharzt_psychiatrie",
        "kind": "first",
        "day": "2026-03-01",
        "birth_date": "2026-03-02",
    },
    ("prescription", "units_so_far"): {
        **dict.fromkeys(["kv_approval", "icd", "gaf", "hospital", "able"], "unknown"),
        "prescriber": "facharzt_psychiatrie",
        "kind": "follow_up",
        "day": "2026-03-01",
        "units_so_far": "0",
    },
    ("prescription", "trial_units"): {
        **dict.fromkeys(["kv_approval", "icd", "gaf", "hospital", "able"], "unknown"),
        "prescriber": "facharzt_psychiatrie",
        "kind": "first",
        "day": "2026-03-01",
        "units_so_far": "4",
        "trial_units": "5",
    },
    ("prescription", "suspected"): {
        **dict.fromkeys(["kv_approval", "gaf", "hospital", "able"], "unknown"),
        "prescriber": "facharzt_psychiatrie",
        "kind": "trial",
        "day": "2026-03-01",
        "icd": "F20.0G",
        "suspected": "yes",
    },
    ("remaining_hours", "on"): {"started": "2026-03-02", "on": "2026-03-01", "used_hours": "1"},
}


@pytest.mark.parametrize(("name", "field"), CONTRADICTIONS)
def test_days_in_the_wrong_order_are_asked_back(name, field):
    with pytest.raises(Problems) as found:
        ask(name, **CONTRADICTIONS[name, field])
    assert list(found.value.problems) == [field]


@pytest.mark.parametrize(
    ("insurance", "aid", "human"),
    [
        ("statutory", None, "human"),
        ("private_with_aid", True, "human_aid"),
        ("private", False, "human_private"),
        ("unknown", None, "human_other_payer"),
    ],
)
def test_who_is_not_insured_by_law_is_told_of_aid_and_of_another_human(insurance, aid, human):
    given = dict.fromkeys(["illness", "alone", "clinic", "willing"], "unknown")
    given |= {"for_whom": "me", "insurance": insurance, "difficulties": "", "situation": ""}
    found = answer("eligibility", {name: [value] for name, value in given.items()})
    steps = {step.rule: step.result for step in found.steps}
    assert steps.get("eligibility.is_covered_by_aid") is aid
    assert found.outcome.human == human


def test_a_birth_date_before_a_prescription_may_have_a_year_of_two_digits():
    plain = dict.fromkeys(["kv_approval", "icd", "gaf", "hospital", "able"], "unknown")
    plain |= {"prescriber": "facharzt_psychiatrie", "kind": "first", "day": "2026-03-01"}
    whole = ask("prescription", **plain, birth_date="1.2.1985")
    assert ask("prescription", **plain, birth_date="1.2.85") == whole


fields = st.sampled_from(
    [part for module in CALCULATORS.values() for q in each(module.Case) for part in q.parts]
)
texts = st.text(max_size=30) | st.sampled_from(
    ["yes", "no", "unknown", "2026", "1", "-1", "1,5", "48.000", "2026-12-01", "9" * 40, "", " "]
)


@settings(max_examples=500)
@given(st.sampled_from(sorted(CALCULATORS)), st.lists(st.tuples(fields, texts), max_size=14))
def test_whatever_is_typed_there_is_an_answer_or_a_sentence(name, pairs):
    reply = json.loads(web_answer(name, "de", json.dumps(pairs)))
    assert reply.get("html") or all(reply["problems"].values())


def asked_back(answers):
    """Which answers of a psychiatrist are asked back, and why; nothing where there is a verdict."""
    plain = dict.fromkeys(["kv_approval", "icd", "gaf", "hospital", "able"], "unknown")
    plain |= {"prescriber": "facharzt_psychiatrie", "day": "2026-03-01"}
    try:
        assert ask("prescription", **plain | answers).verdict
    except Problems as found:
        return {name: problem.key for name, problem in found.problems.items()}
    return {}


@pytest.mark.parametrize(
    ("icd", "suspected", "kind", "key"),
    [
        ("F20.0V", "no", "trial", "not_suspected_by_letter"),
        ("F20.0V", "no", "first", "not_suspected_by_letter"),
        ("F20.0V", "no", "referral", "not_suspected_by_letter"),
        ("F20.0V", "yes", "trial", None),
        ("F20.0V", "", "trial", None),
        ("F20.0G", "yes", "trial", "suspected_and_certain"),
        ("F20.0G", "yes", "referral", None),
        ("F20.0A", "yes", "referral", "suspected_and_certain"),
        ("F20.0A", "yes", "first", "suspected_and_certain"),
        ("F20.0G", "no", "first", None),
        ("F20.0Z", "no", "first", None),
        ("F20.0", "no", "trial", None),
        ("unknown", "no", "trial", None),
    ],
)
def test_a_letter_and_an_answer_that_say_different_things_are_asked_back(icd, suspected, kind, key):
    answers = {"kv_approval": "no", "icd": icd, "suspected": suspected, "kind": kind}
    assert asked_back(answers) == ({"suspected": key} if key else {})


@pytest.mark.parametrize(
    ("icd", "suspected", "kind", "key"),
    [
        ("F20", "", "first", "icd_incomplete"),
        ("F20", "", "trial", "icd_incomplete"),
        ("F20", "yes", "trial", None),
        ("F20", "yes", "first", None),
        ("F20", "", "referral", None),
        ("F20.0", "", "first", None),
        ("F25", "", "first", None),
        ("20.0", "", "first", "icd_form"),
        ("20.0", "yes", "referral", "icd_form"),
    ],
)
def test_a_code_that_leaves_open_what_counts_is_asked_back_where_the_diagnosis_decides(
    icd, suspected, kind, key
):
    """F20.0 to F20.6 are on the list, F20.8 is not, and all of F25 is: § 2 Abs. 4 ST-RL."""
    answers = {"kv_approval": "no", "icd": icd, "suspected": suspected, "kind": kind}
    assert asked_back(answers) == ({"icd": key} if key else {})


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"kind": "follow_up", "units_so_far": "0"}, "follow_up_without_first"),
        ({"kind": "trial", "units_so_far": "30"}, "first_after_another"),
        ({"kind": "first", "units_so_far": "30"}, "first_after_another"),
        ({"kind": "first", "units_so_far": "60"}, "first_after_another"),
        ({"kind": "first", "units_so_far": "0", "trials_this_year": "1"}, "trials_without_units"),
        ({"kind": "trial", "units_so_far": "29"}, None),
        ({"kind": "follow_up", "units_so_far": "1"}, "perhaps_trials_only"),
        ({"kind": "follow_up", "units_so_far": "5"}, "perhaps_trials_only"),
        ({"kind": "follow_up", "units_so_far": "10"}, "perhaps_trials_only"),
        ({"kind": "follow_up", "units_so_far": "11"}, None),
        ({"kind": "follow_up", "units_so_far": "1", "trial_units": "0"}, None),
        ({"kind": "follow_up", "units_so_far": "6", "trial_units": "5"}, None),
        ({"kind": "follow_up", "units_so_far": "5", "trial_units": "5"}, "follow_up_without_first"),
        ({"kind": "follow_up", "units_so_far": "5", "day": "2014-03-01"}, None),
        ({"kind": "first", "units_so_far": "4", "trial_units": "5"}, "more_trials_than_units"),
        ({"kind": "first", "units_so_far": "5", "trial_units": "5"}, None),
        ({"kind": "first", "units_so_far": "0", "trial_units": "0"}, None),
        ({"kind": "first", "trial_units": "30"}, "first_after_another"),
        ({"kind": "first", "trials_this_year": "1"}, "trial_units_missing"),
        ({"kind": "trial", "trials_this_year": "1"}, "trial_units_missing"),
        ({"kind": "first", "trials_this_year": "1", "units_so_far": "5"}, None),
        ({"kind": "first", "trials_this_year": "1", "trial_units": "4"}, None),
        ({"kind": "first", "trials_this_year": "1", "trial_units": "0"}, "trials_without_units"),
        ({"kind": "follow_up", "trials_this_year": "1"}, None),
        ({"kind": "follow_up"}, None),
        ({"kind": "first", "units_so_far": "0"}, None),
        ({"kind": "first", "units_so_far": "30", "day": "2014-03-01"}, None),
    ],
)
def test_a_kind_that_does_not_fit_what_was_prescribed_is_asked_back(answers, key):
    assert {*asked_back(answers).values()} == ({key} if key else set())


@pytest.mark.parametrize(
    ("kind", "norm"), [("trial", "§ 5 Abs. 2 ST-RL"), ("referral", "§ 4 Abs. 4 ST-RL")]
)
def test_a_suspicion_is_enough_by_the_norm_of_the_kind(kind, norm):
    plain = dict.fromkeys(["kv_approval", "icd", "gaf", "hospital", "able"], "unknown")
    plain |= {"prescriber": "facharzt_psychiatrie", "day": "2026-03-01", "kind": kind}
    found = answer("prescription", {k: [v] for k, v in plain.items()} | {"suspected": ["yes"]})
    norms = {step.norm for step in found.steps if step.rule.endswith("_on_suspicion")}
    assert norms == {norm}


@pytest.mark.parametrize("chronic", [True, False])
def test_a_year_without_its_figure_says_what_the_last_limit_was(chronic):
    last = histories()["standard_need"].values[-1].since.year
    answers = {"basic_support": "yes", "chronic": chronic}
    known = ask("burden_limit", year=last, **answers).result["limit"]
    plan = {**answers, "appointments": 30, "cost_per_day": Decimal(62)}
    for found in (
        ask("burden_limit", year=last + 1, **answers).result,
        ask("copayment", first_day=f"{last + 1}-03-01", **plan).result,
    ):
        assert (found["last_year"], found["last_limit"]) == (last, known)
    across = ask("copayment", first_day=f"{last}-11-28", **plan).result
    assert (across["limit"], across["unknown_year"]) == (known, last + 1)
