"""What people type into the search, and where it must lead them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from website.languages import FOLDER

Queries = Mapping[str, list[str]]

NAME = "queries.toml"
QUERIES: Queries = tomllib.loads(Path(__file__).with_name(NAME).read_text("utf-8"))
# Those of the other languages, by the first part of their address.
IN_LANGUAGES: Mapping[str, Queries] = {
    path.parent.name: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob(f"*/{NAME}")
}
FIRST = 3

# The theme's own worker, with the theme's own index: caught on its way to being started.
CATCH = """window.Worker = class extends Worker {
    constructor(...given) { super(...given); window.searching = this; }
};"""
QUERY, RESULT = 2, 3  # kinds of message to and from it
ASK = f"""async (queries) => {{
    const found = {{}};
    for (const query of queries) {{
        const answer = new Promise((done) => {{
            const hear = ({{ data }}) => {{
                if (data.type !== {RESULT}) return;
                searching.removeEventListener("message", hear);
                done(data.data);
            }};
            searching.addEventListener("message", hear);
        }});
        searching.postMessage({{ type: {QUERY}, data: query }});
        found[query] = (await answer).items.map(([best]) => best.location);
    }}
    return found;
}}"""


def results(page: Page, queries: Queries = QUERIES, home: str = "") -> dict[str, list[str]]:
    """For each query the pages that the search finds, best first, each once.

    ``home``: the address of the start page whose search is asked, below the root of the site.
    """
    page.add_init_script(CATCH)
    page.goto(home)
    page.locator(".md-search__input").fill("Soziotherapie")
    page.locator(".md-search__input").press("End")
    page.locator(".md-search-result__link").first.wait_for()
    found: dict[str, list[str]] = page.evaluate(ASK, list(queries))
    return {
        query: list(dict.fromkeys(place.partition("#")[0].rstrip("/") for place in places))
        for query, places in found.items()
    }


def missed(found: dict[str, list[str]], queries: Queries = QUERIES) -> dict[str, list[str]]:
    """The queries that lead to no page that answers them, with what they lead to instead."""
    return {
        query: found[query][:FIRST]
        for query, wanted in queries.items()
        if not set(wanted) & set(found[query][:FIRST])
    }
