"""The security policy: strict in every page, sent as a header too, and its breach does not go unseen."""

import os
import re
import shutil
import urllib.request

import pytest

from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import visitor
from tools.built_site import SITE
from tools.load import host
from website.cases import cases, given
from website.finish.built import NotAllowed, Page, finishing
from website.finish.policy import add
from website.serve import serve
from website.static_rules import HEADERS_FILE, headers

HTML = sorted(SITE.rglob("*.html"))


def policy_of(html):
    """What a page says of itself, by directive."""
    content = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)[1]
    return dict(part.split(" ", 1) for part in content.split("; "))


@pytest.mark.parametrize("path", HTML, ids=lambda path: path.relative_to(SITE).as_posix())
def test_every_page_carries_the_policy_before_all_it_applies_to(path):
    html = path.read_text("utf-8")
    before = html.partition('<meta http-equiv="Content-Security-Policy"')[0]
    assert re.sub(r"\s+", "", before).endswith('<head><metacharset="utf-8">')
    policy = policy_of(html)
    assert policy["default-src"] == "'none'"
    assert not re.search(r"unsafe-inline|'unsafe-eval'|https?:|\*", " ".join(policy.values()))


@pytest.mark.parametrize(
    "path", ["", "rechner/zuzahlung/", "gibt-es-nicht/", "sw.js", "assets/images/favicon.svg"]
)
def test_the_server_sends_the_policy_and_who_may_frame_a_page(page, base, path):
    sent = page.request.get(base + path).headers
    policy = dict(part.split(" ", 1) for part in sent["content-security-policy"].split("; "))
    assert policy.pop("frame-ancestors") == "'none'"
    assert policy == policy_of(HTML[0].read_text("utf-8"))
    assert sent["referrer-policy"] == "no-referrer"
    assert sent["x-content-type-options"] == "nosniff"


INLINE = """() => {
    const script = document.createElement("script");
    script.textContent = "window.intruded = true";
    document.body.append(script);
}"""
BREACHES = {
    "script-src-elem": INLINE,
    "style-src-attr": "() => document.body.insertAdjacentHTML('beforeend', '<p style=\"top: 0\">')",
    "script-src": "() => setTimeout('window.intruded = true')",
    "connect-src": "() => fetch('https://example.org/').catch(() => {})",
}


@pytest.mark.parametrize("directive", BREACHES)
def test_a_breach_is_blocked_and_fails_the_test_it_happens_in(browser, base, directive):
    with (
        pytest.raises(AssertionError, match=f"Content Security Policy: {directive} blocks"),
        visitor(browser, base, service_workers="block") as (page, _),
    ):
        page.goto("")
        with page.expect_console_message(lambda said: f": {directive} blocks" in said.text):
            page.evaluate(BREACHES[directive])
        assert not page.evaluate("window.intruded")


def test_a_breach_in_the_worker_fails_the_test_too(browser, base):
    with (
        pytest.raises(AssertionError, match="Content Security Policy: script-src blocks eval"),
        visitor(browser, base, service_workers="block") as (page, _),
    ):
        page.goto("rechner/zuzahlung/")
        with page.expect_worker() as opened:
            page.locator(".calculator input").first.focus()
        with page.expect_console_message(lambda said: "script-src blocks" in said.text):
            # Again and again, as the worker may not have begun to listen.
            opened.value.evaluate("() => { setInterval(() => setTimeout('1'), 100) }")


def test_a_host_without_headers_has_the_policy_too_and_all_works(browser, tmp_path):
    bare = tmp_path / "site"
    ignored = shutil.ignore_patterns(HEADERS_FILE, "*.map")
    shutil.copytree(SITE, bare, copy_function=os.link, ignore=ignored)
    with serve(bare) as base, visitor(browser, base, service_workers="block") as (page, record):
        # The policy is the same in every page and as a header, with which every page is visited.
        for path in ("", "rechner/", "recht/zahlen/"):
            response = page.goto(path)
            assert "content-security-policy" not in response.headers
        box = open_form(page, "copayment")
        fill(box, "copayment", given(cases("copayment")[0]))
        submit(box)
        assert "6,20" in box.locator(".verdict").inner_text()
        assert not record.errors
        page.evaluate(INLINE)
        assert not page.evaluate("window.intruded")
        assert record.violations
        record.errors.clear()


def test_a_search_breaks_no_policy(page):
    page.goto("")
    page.locator(".md-search__input").press_sequentially("Zuzahlung")
    page.locator(".md-search-result__link").first.wait_for()


# How the policy is written


def site_of(folder, html):
    (folder / "index.html").write_text(f"<html><head>{html}</head></html>", "utf-8")
    with finishing(folder) as site:
        add(site)
    return policy_of((folder / "index.html").read_text("utf-8"))


def test_a_script_in_a_page_is_allowed_by_its_digest_and_data_is_not_a_script(tmp_path):
    policy = site_of(tmp_path, "<script>1</script><script type='application/json'>2</script>")
    # printf 1 | openssl dgst -sha256 -binary | base64
    digest = "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    assert policy["script-src"] == f"'self' 'wasm-unsafe-eval' {digest}"


@pytest.mark.parametrize(
    "html", ["<style>p {}</style>", '<p style="top: 0">', '<p onclick="1">'], ids=str
)
def test_what_the_policy_would_block_fails_the_build(tmp_path, html):
    with pytest.raises(NotAllowed, match=r"index\.html"):
        site_of(tmp_path, html)


def test_a_page_without_a_head_fails_the_build():
    with pytest.raises(NotAllowed):
        Page("<p>").put_first("")


def test_headers_apply_where_their_pattern_fits(tmp_path):
    assert headers(tmp_path, "/") == {}
    (tmp_path / HEADERS_FILE).write_text("/*\n  A: 1\n  B: 1\n/x/*\n  B: 2\n", "utf-8")
    assert headers(tmp_path, "/") == {"A": "1", "B": "1"}
    assert headers(tmp_path, "/x/y") == {"A": "1", "B": "2"}


@pytest.mark.parametrize("server", [host.nginx, host.caddy], ids=["nginx", "caddy"])
def test_other_servers_hand_out_all_of_the_site(server):
    files = [path for path in SITE.rglob("*") if path.is_file() and path.name != HEADERS_FILE]
    with server(SITE) as address:
        for path in files:
            place = path.relative_to(SITE).as_posix()
            for asked in (place, place.removesuffix("index.html")):
                head = urllib.request.Request(address + asked, method="HEAD")
                with urllib.request.urlopen(head, timeout=60) as answer:
                    assert answer.status == 200


DOORS = """() => ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "Worker",
    "importScripts", "BroadcastChannel", "caches", "indexedDB"].filter((door) => door in self)"""


def test_where_the_answers_are_no_way_out_is_left_whatever_the_host_sends(browser, tmp_path, base):
    site = tmp_path / "site"
    shutil.copytree(SITE, site, ignore=shutil.ignore_patterns(HEADERS_FILE))
    with serve(site) as bare, visitor(browser, bare, service_workers="block") as (page, record):
        box = open_form(page, "copayment")
        fill(box, "copayment", given(cases("copayment")[0]))
        submit(box)
        (worker,) = page.workers
        assert worker.evaluate(DOORS) == []
        assert not record.errors
