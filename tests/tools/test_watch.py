"""What goes stale has a day on which somebody must look at it again, and nothing is left out."""

import hashlib
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from calculators.engine.text import texts
from calculators.law.figures import checked, histories
from calculators.registry import CALCULATORS
from tools import watch
from tools.watch import Look, covering, due, looks
from website.rules import rules_of
from website.serve import serve

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
HOSTING = ROOT / "website" / "release" / "hosting"
PAGES = "".join(
    path.read_text("utf-8")
    for path in sorted(DOCS.rglob("*.*"))
    if path.suffix in {".md", ".html", ".toml"} and path.name != "pruefen.toml"
)
PACKAGE = ROOT / "calculators"
# The figures are looked at one by one; cases are none of the law's data.
NOT_LAW = {"figures.toml", "cases.toml"}
WORDS = PAGES + (PACKAGE / "texts" / "de.toml").read_text("utf-8")
LISTED = [entry for entry in looks() if entry.checked]
LAST = date(2026, 12, 31)


def named(kind):
    return [name for entry in LISTED for name in getattr(entry, kind)]


# --- Nothing is left out -----------------------------------------------------------------------


@pytest.mark.parametrize("citation", watch.cited())
def test_every_norm_that_is_cited_is_looked_at_again(citation):
    assert covering(citation)


def test_every_norm_of_a_rule_and_of_a_figure_is_looked_at_again():
    norms = {rule.norm for module in CALCULATORS.values() for rule in rules_of(module)}
    norms |= {history.values[0].norm for history in histories().values()}
    assert not [norm for norm in sorted(norms) if not covering(norm)]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("phones", {*re.findall(r"tel:(\d+)", PAGES)}),
        ("forms", {*re.findall(r"Muster (\d\d)\b", WORDS)}),
        ("fee_codes", {*re.findall(r"\b308\d\d\b", WORDS)}),
        (
            "files",
            {p.name for f in ("law", *CALCULATORS) for p in (PACKAGE / f).glob("*.toml")} - NOT_LAW,
        ),
    ],
)
def test_every_number_form_fee_code_and_file_of_data_is_looked_at_again(kind, found):
    assert sorted(found) == sorted(named(kind))


def test_the_number_of_a_human_in_an_answer_is_looked_at_again():
    assert "".join(filter(str.isdigit, texts("de")("page.human_telephone"))) in named("phones")


def test_no_norm_is_listed_twice_and_each_entry_is_whole():
    assert len(named("norms")) == len(set(named("norms")))
    for entry in LISTED:
        assert entry.checked < entry.due <= entry.checked + timedelta(366), entry.what
        assert entry.harm in range(1, watch.LEAST_HARM + 1) and entry.look
        assert watch.addresses(entry) or entry.files, entry.what


def test_the_day_of_the_law_in_every_answer_is_the_oldest_look_at_a_figure():
    of_figures = [entry for entry in LISTED if watch.figures_of(entry)]
    assert min(entry.checked for entry in of_figures) == checked()


def test_every_passage_that_lapses_is_looked_at_on_its_day():
    found = [entry for entry in looks() if not entry.checked]
    assert len(found) == len(re.findall(r"\[\[until \d", re.sub(r"`[^`]*`", "", PAGES)))


# --- What is due -------------------------------------------------------------------------------


def test_the_worst_stands_first_and_before_the_new_year_that_is_the_copayment():
    found = due(LAST)
    assert [entry.harm for entry in found] == sorted(entry.harm for entry in found)
    coming = histories()["copayment_minimum"].values[-1]
    if covering(coming.norm).due <= LAST:  # until somebody has looked
        assert found[0] == covering(coming.norm) and "§ 61" in watch.report(LAST).splitlines()[2]


def test_what_is_due_is_told_with_what_to_do_where_and_which_figures(monkeypatch):
    day = max(entry.due for entry in looks())
    told = watch.report(day)
    for entry in looks():
        assert entry.what in told and entry.look in told
    for name in histories():
        assert f"{name} = " in told
    assert "https://www.gesetze-im-internet.de/sgb_5/__61.html" in told
    monkeypatch.setattr(watch, "looks", lambda: [e for e in LISTED if e.due == day])
    assert "ist nichts fällig" in watch.report(day - timedelta(1))


def test_nothing_is_due_before_its_day_and_everything_on_it():
    for entry in looks():
        assert entry in due(entry.due) and entry not in due(entry.due - timedelta(1))


def test_what_is_due_needs_nothing_but_python_and_leaves_with_one_if_something_is_due(tmp_path):
    first, last = min(e.due for e in looks()), max(e.due for e in looks())
    for day, status in ((first - timedelta(1), 0), (last, 1)):
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[1:] = ['--day', '{day}']\n"
        code += "import runpy; runpy.run_module('tools.watch', run_name='__main__')"
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-X", "utf8", "-c", code],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == status, done.stderr


# --- What the pages of the law say -------------------------------------------------------------


@pytest.fixture
def law(tmp_path, monkeypatch):
    """A page of the law on a server of our own, and the one entry that rests on it."""
    site = tmp_path / "law"
    site.mkdir()
    page = site / "index.html"
    page.write_text("<style>a {}</style><p>Die Frist beträgt\n drei Wochen.</p>", "utf-8")
    entry = Look("x", 1, LAST, "x", norms=("§ 13 SGB V",))
    monkeypatch.setattr(watch, "cited", lambda: ["§ 13 SGB V"])
    monkeypatch.setattr(watch, "looks", lambda: [entry])
    with serve(site) as address:
        monkeypatch.setattr(watch, "link", lambda _: address)
        yield page, entry, address


def test_a_page_of_the_law_that_nobody_has_seen_is_told_as_such(law):
    _, entry, _ = law
    assert "Noch nie verglichen: 1 " in watch.compare({}, [entry])[0]


def test_what_is_remembered_is_the_words_and_a_change_of_them_is_told(law):
    page, entry, address = law
    seen = watch.remember({}, [entry])
    expected = hashlib.sha256("Die Frist beträgt drei Wochen.".encode()).hexdigest()
    assert seen == {address: expected}
    assert watch.compare(seen, [entry]) == []
    page.write_text("<script>b()</script><div>Die Frist beträgt <b>drei</b> Wochen.</div>", "utf-8")
    assert watch.compare(seen, [entry]) == []
    page.write_text("<p>Die Frist beträgt vier Wochen.</p>", "utf-8")
    assert watch.compare(seen, [entry]) == [f"Der Text hat sich geändert: {address}"]


def test_a_page_of_the_law_that_does_not_come_is_told_and_what_was_seen_is_kept(law):
    page, entry, address = law
    page.unlink()
    told = watch.compare({address: "x"}, [entry])
    assert told[0].startswith(f"Nicht erreichbar: {address}")
    assert watch.remember({address: "x"}, [entry]) == {address: "x"}
    with pytest.raises(OSError, match="no address"):
        watch.digest("file:///etc/hostname")


@pytest.mark.parametrize("empty", ["", " \n", "<!-- soon -->"])
def test_a_page_of_the_law_that_comes_empty_is_told_and_what_was_seen_is_kept(law, empty):
    page, entry, address = law
    page.write_text(empty, "utf-8")
    told = watch.compare({address: "x"}, [entry])
    assert told == [f"Nicht erreichbar: {address} (there is nothing at {address})"]
    assert watch.remember({address: "x"}, [entry]) == {address: "x"}


def test_what_a_page_of_the_law_only_does_is_none_of_its_words(law):
    page, entry, _ = law
    page.write_text("<p>Drei<br>Wochen &amp; mehr.</p>", "utf-8")
    seen = watch.remember({}, [entry])
    code = "<script>if (a < b) { }</script>"
    page.write_text(
        f"{code}<p>Drei{code} <!-- x --><style>p {{}}</style>Wochen &#38; mehr.</p>{code}", "utf-8"
    )
    assert watch.compare(seen, [entry]) == []


def test_without_the_switch_nothing_is_asked_for(law, monkeypatch, capsys):
    monkeypatch.setattr(watch, "digest", lambda _: pytest.fail("asked"))
    assert watch.main(["--day", "2026-12-30"]) == 0
    assert "ist nichts fällig" in capsys.readouterr().out


def test_the_command_compares_and_remembers_in_a_file(law, tmp_path, capsys):
    page, _, address = law
    seen = tmp_path / "seen.json"
    before = ["--day", "2026-12-30", "--seen", str(seen)]
    assert watch.main([*before, "--remember"]) == 0
    assert address in seen.read_text("utf-8")
    assert watch.main([*before, "--compare"]) == 0
    page.write_text("<p>anders</p>", "utf-8")
    assert watch.main([*before, "--compare"]) == 1
    assert f"- Der Text hat sich geändert: {address}" in capsys.readouterr().out


# --- The workflows of hosts --------------------------------------------------------------------


def workflow(name):
    return yaml.safe_load((HOSTING / name).read_text("utf-8"))


def test_the_site_is_made_anew_on_the_first_of_january_and_every_week():
    github = workflow("github-pages.yml")
    crons = [line["cron"] for line in github[True]["schedule"]]  # YAML takes "on" for yes
    days = [cron.split()[2:] for cron in crons]
    assert ["1", "1", "*"] in days and [day for day in days if day[:2] == ["*", "*"]]
    for name in ("github-pages.yml", "gitlab-pages.yml"):
        text = (HOSTING / name).read_text("utf-8")
        assert all(cron in text for cron in crons)
        assert 'SOURCE_DATE_EPOCH="$(date +%s)" make release' in text


def test_the_watch_runs_weekly_may_write_issues_and_runs_only_what_is_pinned():
    github = workflow("github-watch.yml")
    assert re.fullmatch(r"\d+ \d+ \* \* \d", github[True]["schedule"][0]["cron"])
    assert github["permissions"] == {}
    (job,) = github["jobs"].values()
    assert job["permissions"] == {"contents": "read", "issues": "write"}
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)
    text = (HOSTING / "github-watch.yml").read_text("utf-8")
    assert "tools.watch --compare --markdown" in text and "gh issue create" in text
    # What it compares with needs a package; all of those are pinned, too.
    for name in ("github-watch.yml", "gitlab-watch.yml"):
        text = (HOSTING / name).read_text("utf-8")
        assert text.index("make .venv/ready") < text.index(".venv/bin/python -m tools.watch")
    assert "tools.watch --compare" in str(workflow("gitlab-watch.yml")["watch"]["script"])


def run(step, folder, **environment):
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step],
        cwd=folder,
        env={"PATH": f"{folder / 'bin'}:/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("open_now", "done"), [("", "create"), ("7", "edit 7")])
def test_one_issue_is_opened_and_an_open_one_is_written_anew(tmp_path, open_now, done):
    """The step itself, with a gh that only notes what it is asked for."""
    (tmp_path / "bin").mkdir()
    tool = tmp_path / "bin" / "gh"
    tool.write_text(
        f'#!/bin/sh\ntest "$2" = list && echo {open_now} || echo "$@" >> "{tmp_path}/told"\n'
    )
    tool.chmod(0o755)
    step = workflow("github-watch.yml")["jobs"]["watch"]["steps"][-1]
    found = run(step["run"], tmp_path, TITLE=step["env"]["TITLE"])
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "told").read_text("utf-8").startswith(f"issue {done}")
