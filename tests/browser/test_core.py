"""The core of Python: no answer falls back on another one, and if it ever did, it would come all the same."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from calculators import web
from tests.browser.test_offline import keeps
from tools.browser.forms import FIRST_ANSWER, fill, open_form
from tools.browser.visitor import visitor
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from tools.differential import core
from website import npm, pyodide, runtime, texts
from website.cache import digest, folder
from website.cases import cases, given
from website.serve import serve

FORM = CALCULATOR_PAGES["copayment"]
# One of them builds the site once more.
pytestmark = pytest.mark.proof(pages=["./", f"{FORM}/"], files=["docs", "mkdocs.yml"])
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASE = given(cases("copayment")[0])
# As people write an amount, and two per cent of ordinary incomes.
LIMITS = ("1.200,00", "960,50", "999,99", "1200,50", "9600", "10000", "960", "487,38", "12.345,67")
ASK = """async ([python, asked]) => {
    const { ask } = await import(python);
    const replies = [];
    for (const [name, language, answers] of asked) {
        replies.push(await ask({ name, language, answers }, () => {}));
    }
    return replies;
}"""


def test_limits_as_people_write_them_are_answered_by_the_core(page, base):
    asked = [["copayment", "de", web.pairs({**CASE, "annual_limit": [limit]})] for limit in LIMITS]
    page.goto(base)
    replies = page.evaluate(ASK, [f"/{asset('python.js')}", asked])
    assert replies == [json.loads(web.answer(*question)) for question in asked]
    assert all("html" in reply for reply in replies)


@pytest.fixture(scope="module")
def poorer_site(tmp_path_factory):
    """The site, built with a core that starts and then lacks what an answer needs."""
    built = runtime.small()
    made = tmp_path_factory.mktemp("poorer")
    cache = made / "cache"
    for name in ("npm", "compressed", "runtime"):
        shutil.copytree(folder(name), cache / "soziotherapie" / name)
    kept = cache / "soziotherapie/runtime" / built["wasm"].parent.name
    question = json.dumps(["copayment", "de", web.pairs(CASE)])
    with core() as (place, files):
        script = [
            HERE / "poorer.mjs",
            place,
            *files,
            built["rest"],
            question,
            texts.files()["texts-de"],
        ]
        command = [npm.tool("node"), *script, made / "wasm", made / "rest"]
        subprocess.run(list(map(str, command)), env=npm.environment(), check=True)
    for part in ("wasm", "rest"):
        (kept / built[part].name).unlink()
        data = (made / part).read_bytes()
        (kept / f"{part}-{digest(data)}{pyodide.MADE[part]}").write_bytes(data)
    site = made / "site"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        check=True,
    )
    assert not list((site / "assets/runtime").glob(built["wasm"].name))
    return site


@pytest.mark.falls_back
def test_offline_the_first_press_is_answered_though_the_core_lacks_what_it_needs(
    windowed, poorer_site
):
    with serve(poorer_site, port=0) as address, visitor(windowed, address) as (page, _):
        page.context.unroute_all()
        box = open_form(page, "copayment")
        box.locator("#copayment-cost_per_day").focus()
        keeps(page, "site")
        keeps(page, "runtime")
        page.reload()
        fill(box, "copayment", CASE)
        page.context.set_offline(True)
        warnings = []
        page.on("console", lambda said: said.type == "warning" and warnings.append(said.text))
        box.locator("button.submit").click()
        verdict = box.locator(".verdict:visible")
        verdict.wait_for(timeout=FIRST_ANSWER)
        assert "6,20" in verdict.inner_text()
        assert any("next is fromWholeCore" in text for text in warnings)
        assert not any("next is fromStock" in text for text in warnings)


def test_the_built_site_ships_the_core_and_all_that_was_taken_out_of_it():
    names = {path.name.split("-")[0] for path in (SITE / "assets/runtime").glob("*-*.*")}
    assert {"wasm", "rest"} <= names
    known = (SITE / "sw.js").read_text("utf-8").split("\n", 1)[0]
    kept = json.loads(known.removeprefix("const SITE = ").removesuffix(";"))["runtime"]
    assert any(path.startswith("assets/runtime/rest-") for path in kept)
    assert not any("pyodide.asm" in path for path in kept)
