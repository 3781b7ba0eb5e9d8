"""What a browser may do with the built site: as a header for servers, and in every page itself.

Only files of the site run and show, and of what stands inside the pages only the scripts that were
there when the site was built. One policy for all pages: it names every such script of any of them.
Only who may frame a page differs: the pages that are made for it, everybody, all others, nobody.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from website.finish.built import Built, NotAllowed, Page
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


def add(site: Built) -> None:
    """Put the policy of a built site into its pages and into a file for servers.

    Raises NotAllowed if a page holds a style, or a script in an attribute.
    """
    found = {digest for place, page in site.pages.items() for digest in _scripts(page, place)}
    sources = {**SOURCES, "script-src": " ".join([SOURCES["script-src"], *sorted(found)])}
    meta = META.format(_policy(sources))
    for page in site.pages.values():
        page.put_first(meta)
    lines = []
    for pattern, sent in _rules(site.folder, sources).items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in sent.items())]
    (site.folder / HEADERS_FILE).write_text("\n".join(lines) + "\n", "utf-8")


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


def _scripts(page: Page, place: str) -> Iterator[str]:
    """The digests of the scripts that stand in a page, as a policy names them.

    Raises NotAllowed where it holds what no policy of ours allows.
    """
    if blocked := list(_blocked(page)):
        raise NotAllowed(f"{place}: {', '.join(blocked)}")
    for script in page.tree.iter("script"):
        if "src" not in script.attrib and script.get("type", "") in SCRIPTS:
            digest = hashlib.sha256((script.text or "").encode()).digest()
            yield f"'sha256-{base64.b64encode(digest).decode()}'"


def _blocked(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        if element.tag == "style":
            yield "<style>"
        yield from (
            f"{element.tag} {n}" for n in element.attrib if n == "style" or n.startswith("on")
        )
