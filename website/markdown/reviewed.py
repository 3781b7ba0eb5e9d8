"""Who has reviewed a page or a rule, and what nobody has yet; ``website.reviews`` knows."""

from collections.abc import Iterator

from calculators.engine.html import Markup, cite, element
from calculators.engine.text import Texts
from calculators.law.citation import section
from calculators.law.data import table
from calculators.law.rule import name_of, norm_of
from calculators.registry import CALCULATORS
from website.links import places
from website.reviews import NAME, reviewable, reviews
from website.rules import rules_of
from website.written import DOCS, NORM, Written, shared, written

CHECKLIST = "entwicklung/fachlich-pruefen/"
WORKINGS = "recht/rechenwege"


def said(of: str, say: Texts) -> Markup:
    """Who has reviewed that page or rule, as a paragraph; nothing if nobody has."""
    if not (review := reviews().get(of)):
        return Markup()
    words = shared(NAME)["words"]
    day = say("page.value.date", value=review.day)
    sentence = words["reviewed"].format(by=review.by, profession=review.profession, day=day)
    later = [] if review.is_of_this_text else [" ", words["changed"]]
    return element("p", sentence, *later, class_="reviewed")


def summary(root: str) -> Markup:
    """How much has been reviewed, and the way to what is to be."""
    words, count = shared(NAME)["words"], len(reviews())
    told = words["some"].format(count=count) if count else words["none"]
    return element("p", told, " ", element("a", words["list"], href=root + CHECKLIST))


def checklist(say: Texts, root: str) -> Markup:
    """Every page and every rule that somebody can review: what it rests on, what is open, what to enter."""
    words = shared(NAME)["words"]
    pages = [
        _entry(page.place, page.title, root + page.address, _norms(page), say)
        for page in written()
        if page.place in reviewable()
    ]
    parts = [element("h2", words["pages"], id="pages", tabindex="-1"), element("div", *pages)]
    for name, calculator in CALCULATORS.items():
        where = f"{root}{WORKINGS}/{places()[name].slug}/"
        rules = [
            _entry(name_of(rule), name_of(rule), where, [norm_of(rule)], say)
            for rule in rules_of(calculator)
        ]
        title = words["rules"].format(calculator=say(f"{name}.title"))
        parts += [element("h2", title, id=f"rules-{name}", tabindex="-1"), element("div", *rules)]
    return element("div", *parts)


def _norms(page: Written) -> list[str]:
    return NORM.findall((DOCS / page.place).read_text("utf-8"))


def _entry(of: str, title: str, address: str, norms: list[str], say: Texts) -> Markup:
    words = shared(NAME)["words"]
    cited = [part for norm in dict.fromkeys(norms) for part in (" · ", cite(norm))][1:]
    return element(
        "details",
        element("summary", title),
        element("p", element("a", of, href=address)),
        said(of, say) or element("p", words["unreviewed"]),
        *([element("p", *cited)] if cited else []),
        *_open(norms, say),
        element("pre", element("code", _to_enter(of)), aria_label=words["copy"]),
        class_="case",
    )


def _open(norms: list[str], say: Texts) -> Iterator[Markup]:
    sections = {section(norm) for norm in norms}
    titles = [
        say(f"open_question.{name}.title")
        for name, entry in table("law/open_questions.toml").items()
        if section(entry["norm"]) in sections
    ]
    if titles:
        yield element("p", shared(NAME)["words"]["open"])
        yield element("ul", *(element("li", title) for title in titles))


def _to_enter(of: str) -> str:
    empty = ('by = ""', 'profession = ""', "day = ")
    return "\n".join(("[[review]]", f'of = "{of}"', f'text = "{reviewable()[of]}"', *empty))
