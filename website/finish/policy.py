"""What a browser may do with the built site: as a header for servers, and in every page itself.

Only files of the site run and show, and of what stands inside the pages only the scripts that were
there when the site was built. One policy for all pages: it names every such script of any of them.
Only who may frame a page differs: the pages that are made for it, everybody, all others, nobody.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from website.npm import CannotBuild
from website.static_rules import (
    ASSETS,
    EVERYWHERE,
    FOR_OTHER_SITES,
    FOREVER,
    HEADERS_FILE,
    VERSIONED,
)

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # Python in the browser is WebAssembly
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "frame-src": "'self'",
    "img-src": "'self' data:",  # the theme draws its icons from its stylesheet
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# Without effect in a page, where a browser would only complain about it.
IN_THE_HEADER = {"frame-ancestors": "'none'"}
LOADED_BY = "Cross-Origin-Resource-Policy"
# Within a frame that its host locked, even our own page counts as another site.
BY_ANYBODY = {LOADED_BY: "cross-origin"}
BY_US = {LOADED_BY: "same-origin"}
READ_BY_ANYBODY = {"Access-Control-Allow-Origin": "*"}
LASTING = {"Cache-Control": FOREVER}
OTHERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SCRIPTS = {"", "module", "text/javascript"}
NAME = "Content-Security-Policy"
META = f'<meta http-equiv="{NAME}" content="{{}}">'
HEAD = re.compile(r'<head>\s*(?:<meta charset="?[\w-]+"?\s*/?>)?', re.IGNORECASE)


class NotAllowed(CannotBuild):
    """A page holds what the policy would block; the message names both."""


def write(site: Path) -> None:
    """Put the policy of a built site into its pages and into a file for servers.

    Raises NotAllowed if a page holds a style, or a script in an attribute.
    """
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    found = {digest for path, html in pages.items() for digest in _scripts(html, path)}
    sources = {**SOURCES, "script-src": " ".join([SOURCES["script-src"], *sorted(found)])}
    meta = META.format(_policy(sources))
    for path, html in pages.items():
        path.write_text(into_head(html, meta), "utf-8")
    lines = []
    for pattern, sent in _rules(site, sources).items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in sent.items())]
    (site / HEADERS_FILE).write_text("\n".join(lines) + "\n", "utf-8")


def into_head(html: str, element: str) -> str:
    """The page with one more element in its head, before all but the encoding."""
    opened = HEAD.search(html)
    if not opened:
        raise NotAllowed("a page without a head")
    return f"{html[: opened.end()]}\n{element}{html[opened.end() :]}"


def _rules(site: Path, sources: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """The headers by the pattern of the addresses that they go with.

    No header comes from two rules that fit the same address: some hosts then send the last of
    them, others send both.
    """
    closed = {NAME: _policy({**sources, **IN_THE_HEADER})}
    rules: dict[str, Mapping[str, str]] = {EVERYWHERE: OTHERS, "/": closed | BY_US}
    for place in sorted(site.iterdir()):
        if place.name == FOR_OTHER_SITES:
            sent = {NAME: _policy(sources), **BY_ANYBODY}
        elif place.name == ASSETS:
            sent = closed | BY_ANYBODY | READ_BY_ANYBODY
        else:
            sent = closed | BY_US
        rules[f"/{place.name}/*" if place.is_dir() else f"/{place.name}"] = sent
    for script in sorted((site / ASSETS).glob(VERSIONED)):
        rules[f"/{ASSETS}/{script.name}"] = LASTING
    return rules


def _policy(sources: Mapping[str, str]) -> str:
    return "; ".join(f"{directive} {allowed}" for directive, allowed in sources.items())


def _scripts(html: str, path: Path) -> Iterator[str]:
    """The digests of the scripts that stand in a page, as a policy names them."""
    reader = _Reader()
    reader.feed(html)
    if reader.blocked:
        raise NotAllowed(f"{path}: {', '.join(reader.blocked)}")
    for script in reader.scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        yield f"'sha256-{digest}'"


class _Reader(HTMLParser):
    """Collects the scripts that stand in a page, and what no policy of ours allows."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.blocked: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag == "script" and "src" not in given and given.get("type", "") in SCRIPTS
        if self._inside:
            self.scripts.append("")
        if tag == "style":
            self.blocked.append("<style>")
        self.blocked += [f"{tag} {n}" for n in given if n == "style" or n.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data
