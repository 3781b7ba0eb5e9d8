"""What a page is, for machines that read it: made from what it says to people, so it cannot differ.

Follows schema.org: questions with their answers, and pages on health with their readers and the day
on which somebody last checked them.
"""

import json
import re
from datetime import date
from typing import Any

from website.finish.built import Built
from website.finish.tree import Element, with_class, words

SCRIPT = '<script type="application/ld+json">{}</script>\n'
# Behind the last sentence that ends: words that only lead on, as a link does.
LEADS_ON = re.compile(r"(?<=[.!?“])\s[^.!?“]*$")


def add(site: Built) -> None:
    """Put into the pages of a built site what there is to say of them."""
    for page in site.indexes:
        if said := structured(page.tree):
            # As the text of a script: no character may end it.
            text = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
            page.put_last(SCRIPT.format(text))


def structured(page: Element) -> dict[str, Any] | None:
    """The description of a page, or None if there is nothing to say beyond its other metadata."""
    metas = {
        meta.get("property") or meta.get("name"): meta.get("content") for meta in page.iter("meta")
    }
    language = page.get("lang", "")
    audience, reviewed = metas.get("audience"), _reviewed(page)
    questions = _questions(page)
    found: dict[str, Any] = {}
    if audience and reviewed:
        found["audience"] = {"@type": "MedicalAudience", "audienceType": audience}
        found["lastReviewed"] = reviewed.isoformat()
    kinds = ["MedicalWebPage"] if found else []
    if questions:
        kinds.append("FAQPage")
        found["mainEntity"] = questions
    if not kinds:
        return None
    said = {
        "@context": "https://schema.org",
        "@type": kinds,
        "url": metas.get("og:url"),
        "name": metas.get("og:title"),
        "description": metas.get("description"),
        "inLanguage": language,
        **found,
    }
    return {name: value for name, value in said.items() if value}


def _reviewed(page: Element) -> date | None:
    for checked in with_class(page, "checked"):
        for day in checked.iter("time"):
            return date.fromisoformat(day.get("datetime", ""))
    return None


def _questions(page: Element) -> list[dict[str, Any]]:
    """The questions that a page folds up, each with its answer."""
    return [
        {
            "@type": "Question",
            "name": words(details[0]),
            "acceptedAnswer": {"@type": "Answer", "text": _finished(words(*details[1:]))},
        }
        for details in with_class(page, "question")
        if details.tag == "details"
    ]


def _finished(text: str) -> str:
    """What stands there, up to the end of its last sentence."""
    return text if text.endswith((".", "!", "?", "“")) else LEADS_ON.sub("", text)
