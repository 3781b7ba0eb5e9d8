"""The command line is a contract, and needs nothing but the checkout and Python."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from calculators import command
from calculators.engine.form import each
from calculators.registry import CALCULATORS
from website.cases import cases, given

ROOT = Path(__file__).parents[1]
FAMILY = "year=2026 income=50000 partner=yes children=2 chronic=no basic_support=no"
COMMAND = (
    "import sys; sys.path.insert(0, '.'); sys.argv[0] = 'calculators'; import runpy; "
    "runpy.run_module('calculators', run_name='__main__', alter_sys=True)"
)


def run(*arguments):
    """The command as on a fresh machine: -I and -S leave out all that is installed."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", COMMAND, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def start(*arguments, set_up="", **options):
    """The command with hostile surroundings; what it says on its standard error is read."""
    code = f"{set_up}\n{COMMAND}"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stderr=subprocess.PIPE, **options
    )


def said_on_error(process):
    _, said = process.communicate()
    return said.decode(errors="replace")


ASCII = {
    "encoding": {"PYTHONIOENCODING": "ascii"},
    "locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def words_for(name):
    """A usable command for the calculator."""
    given_answers = given(cases(name)[0])
    return [f"{field}={value}" for field, values in given_answers.items() for value in values]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
@pytest.mark.parametrize("name", ["", *CALCULATORS])
@pytest.mark.parametrize("flag", [[], ["--json"]], ids=["text", "json"])
def test_whatever_signs_a_terminal_knows_it_gets_all_of_the_answer(
    monkeypatch, encoding, name, flag
):
    arguments = [name, *words_for(name), *flag] if name else flag
    text = written_in("utf-8", arguments, monkeypatch)
    found = written_in(encoding, arguments, monkeypatch)
    if name and flag:
        assert json.loads(found) == json.loads(text)
    else:
        assert found.count("?") == text.count("?"), found
        assert encoding != "utf-8" or found == text


def written_in(encoding, arguments, monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    assert command.run(arguments) == 0
    return out.getvalue().decode(encoding)


@pytest.mark.parametrize("surroundings", ASCII)
def test_signs_that_are_missing_are_written_with_others(surroundings):
    environment = {**os.environ, **ASCII[surroundings]}
    process = start("burden_limit", *FAMILY.split(), stdout=subprocess.PIPE, env=environment)
    out = process.communicate()[0].decode("ascii")
    words = " ".join(out.split())
    for written in ("hoechstens 467,38 EUR", "Paragraf 62 Abs. 1 Satz 2 SGB V"):
        assert written in words


def test_bytes_that_are_no_text_are_a_problem_in_words():
    environment = {**os.environ, **ASCII["locale"]}
    for flag in ([], ["--json"]):
        process = start(
            "burden_limit",
            b"year=\xff\xfe",
            b"\xe4=1",
            *flag,
            stdout=subprocess.PIPE,
            env=environment,
        )
        out, said = process.communicate()
        assert (process.returncode, said) == (2, b"")
        assert "year" in json.loads(out)["problems"]


@pytest.mark.parametrize("arguments", [[], ["burden_limit", *FAMILY.split()], ["nope"]])
def test_who_stops_reading_is_not_complained_to(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*arguments, stdout=writing)
    os.close(writing)
    assert said_on_error(process) == ""
    assert process.returncode == 141


@pytest.mark.parametrize("arguments", [[], ["burden_limit", *FAMILY.split(), "--json"], ["nope"]])
def test_without_anywhere_to_write_there_is_no_traceback(arguments):
    process = start(*arguments, set_up="import os, sys; sys.stdout = None")
    assert said_on_error(process) == ""
    assert process.returncode == (2 if "nope" in arguments else 0)


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a disk that is always full"
)
def test_a_full_disk_is_said_in_a_line():
    with Path("/dev/full").open("wb") as full:
        process = start("burden_limit", *FAMILY.split(), stdout=full)
    said = said_on_error(process)
    assert said.count("\n") == 1 and "Traceback" not in said
    assert process.returncode == 1


def ask(words):
    done = run(*words.split(), "--json")
    assert done.returncode == 0, done.stderr or done.stdout
    return json.loads(done.stdout)


def test_the_published_family_has_a_limit_of_467_38():
    found = ask(f"burden_limit {FAMILY}")
    assert found["calculator"] == "burden_limit"
    assert found["verdict"] == "limit"
    assert found["result"]["limit"] == "467.38"
    assert found["result"]["allowances"] == "26631.00"
    assert found["result"]["countable_income"] == "23369.00"
    assert found["open_questions"] == []


def test_steps_and_figures_have_the_agreed_shape():
    found = ask("copayment first_day=2026-12-01 appointments=10 cost_per_day=45")
    assert all(step.keys() == {"rule", "norm", "text"} for step in found["steps"])
    keys = {"name", "value", "since", "norm", "source"}
    assert all(figure.keys() == keys for figure in found["figures"])
    minimum = [f for f in found["figures"] if f["name"] == "copayment_minimum"]
    assert [(f["value"], f["since"]) for f in minimum] == [
        ("5.00", "2004-01-01"),
        ("7.50", "2027-01-01"),
    ]
    assert found["result"]["total"] == "62.50"
    assert found["result"]["by_year"]["2027"] == {"days": 5, "due": "37.50", "payable": "37.50"}
    assert found["result"]["first_free_day"] is None
    assert found["result"]["last_day"] == "2027-02-02"
    assert found["open_questions"][0]["readings"] == ["62.50", "50.00"]


def test_unknown_cost_gives_a_range_instead_of_a_total():
    for cost in ("", " cost_per_day=unknown", " cost_per_day="):
        result = ask(f"copayment first_day=2026-03-02 appointments=2{cost}")["result"]
        assert (result["total_min"], result["total_max"]) == ("10.00", "20.00")
        assert "total" not in result


def test_hours_are_decimal_strings():
    result = ask(
        "remaining_hours started=2003-05-21 on=2004-01-01 used_hours=12,5 group_sessions=0"
    )["result"]
    assert float(result["remaining_min"]) == float(result["remaining_max"]) == 107.5
    assert result["last_day"] == "2006-05-20"
    assert result["new_claim_from"] == "2006-05-21"


def test_without_json_the_answer_is_german_with_norms():
    done = run("burden_limit", *FAMILY.split())
    assert done.returncode == 0
    assert "467,38" in done.stdout
    assert "§ 62 Abs. 1 Satz 2 SGB V" in done.stdout
    assert "So ist gerechnet" in done.stdout


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("burden_limit", {"year", "basic_support", "chronic"}),
        (f"burden_limit {FAMILY} income=abc", set()),  # the last answer counts below
        ("burden_limit year=2026 basic_support=no income=abc partner=yes", None),
        (f"burden_limit {FAMILY} colour=red", {"colour"}),
        ("copayment first_day=2026-02-30 appointments=0 cost_per_day=-5", None),
        ("no_such_calculator", {"no_such_calculator"}),
        ("remaining_hours started=2026-02-01 on=2026-01-01 used_hours=3", {"on"}),
    ],
)
@pytest.mark.parametrize("flag", [[], ["--json"]], ids=["text", "json"])
def test_unusable_input_is_said_field_by_field_with_status_2(words, fields, flag):
    done = run(*words.split(), *flag)
    assert done.returncode == 2
    problems = json.loads(done.stdout)["problems"]
    assert problems and all(sentence.endswith(".") for sentence in problems.values())
    assert not done.stderr
    if fields:
        assert problems.keys() == fields


def test_alone_it_lists_the_calculators_with_their_fields_and_choices():
    done = run()
    assert done.returncode == 0
    for name, module in CALCULATORS.items():
        assert f"{name}:" in done.stdout
        for question in each(module.Case):
            assert question.name in done.stdout
    assert "yes|no|unknown" in done.stdout
