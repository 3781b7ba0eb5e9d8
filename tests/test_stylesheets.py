"""The look of the pages turns with the script: no rule says left or right where it means start or end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from website.written import DOCS

SHEETS = sorted((DOCS / "assets").glob("*.css"))
BLANK = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
TOKEN = re.compile(r"[^\s()]*\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s()]+")
SIDED = re.compile(r"(?:^|[-\s(])(?:left|right)(?:$|[-\s),])")
MOVES = re.compile(r"\b(?:translate|translateX|translate3d|skewX?)\((?!0\b)")
# The four sides one after another: top, right, bottom, left.
FOUR_SIDES = re.compile(r"(?:scroll-)?(?:margin|padding)|inset|border-(?:width|style|color)")
MIRRORED = '[dir="rtl"] '

# What keeps its side in every script, or turns otherwise than by a rule for the same property.
HERO = ".md-typeset .hero::after"
TURNED_WHOLE = "the whole picture is turned (.hero::after)"
ALLOWED = {
    (HERO, "background"): TURNED_WHOLE,
    (HERO, "-webkit-mask-image"): TURNED_WHOLE,
    (HERO, "mask-image"): TURNED_WHOLE,
}


@dataclass(frozen=True)
class Declaration:
    """One line of a rule."""

    selector: str
    name: str
    value: str

    @property
    def place(self) -> tuple[str, str]:
        """What it is known by in the list of what is allowed."""
        return self.selector, self.name


def declarations(css: str) -> Iterator[Declaration]:
    """All declarations of a stylesheet, each with the selector next around it."""
    css = BLANK.sub(lambda found: '""' if found[0][0] in "\"'" else " ", _with_names(css))
    around: list[str] = []
    for found in re.finditer(r"([^{};]*)([{};])", css):
        words, end = " ".join(found[1].split()), found[2]
        if end == "{":
            around.append(words)
            continue
        name, colon, value = words.partition(":")
        if colon and around:
            yield Declaration(around[-1].replace("`", '"'), name.strip(), value.strip())
        if end == "}":
            around.pop()


def _with_names(css: str) -> str:
    """Marks the values of attributes in selectors, which stay where other strings are left out."""
    return re.sub(r'\[([-\w]+)([|^$*~]?=)"([-\w]+)"\]', r"[\1\2`\3`]", css)


def takes_a_side(found: Declaration) -> bool:
    """Whether it means one side of the screen, in whichever direction one reads."""
    value = found.value.removesuffix("!important").strip()
    if SIDED.search(found.name) or SIDED.search(value) or MOVES.search(value):
        return True
    parts = TOKEN.findall(value)
    if FOUR_SIDES.fullmatch(found.name):
        return len(parts) == 4 and parts[1] != parts[3]
    return found.name == "border-radius" and not _same_on_both_sides(parts)


def _same_on_both_sides(corners: list[str]) -> bool:
    """Top left, top right, bottom right, bottom left; what is left out is as the one across."""
    if "/" in corners:
        return False
    first, second, third, fourth = (corners + corners[:1] * 3)[:4]
    match len(corners):
        case 1:
            return True
        case 2:
            return first == second
        case 3:
            return first == second == third
        case _:
            return first == second and third == fourth


def faults(css: str) -> list[str]:
    """What would stand on the wrong side where one reads from right to left."""
    all_of_them = list(declarations(css))
    turned = {
        (each.selector.removeprefix(MIRRORED), each.name)
        for each in all_of_them
        if each.selector.startswith(MIRRORED)
    }
    return [
        f"{each.selector} {{ {each.name}: {each.value} }}"
        for each in all_of_them
        if '[dir="ltr"]' in each.selector
        or (
            takes_a_side(each)
            and not each.selector.startswith(MIRRORED)
            and each.place not in turned
            and each.place not in ALLOWED
        )
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_keeps_its_side_where_one_reads_from_right_to_left(sheet):
    assert faults(sheet.read_text("utf-8")) == []


def test_what_is_allowed_is_still_there():
    rules = [each for sheet in SHEETS for each in declarations(sheet.read_text("utf-8"))]
    assert set(ALLOWED) <= {each.place for each in rules}


@pytest.mark.parametrize(
    "rule",
    [
        ".a { margin-left: 1rem }",
        ".a { left: 0 }",
        ".a { border-left: 1px solid }",
        ".a { border-left-color: red; }",
        ".a { border-top-left-radius: 1px }",
        ".a { text-align: right }",
        ".a { float: left }",
        ".a { padding: 0 1rem 0 0 !important }",
        ".a { margin: 0 0 0 auto }",
        ".a { inset: 0 auto 0 0 }",
        ".a { padding: 0 calc(1rem + 2px) 0 calc(1rem + 3px) }",
        ".a { border-radius: 1px 0 0 1px }",
        ".a { border-radius: 1px 2px }",
        ".a { background: var(--hero) right bottom }",
        ".a { mask-image: linear-gradient(to right, red, blue) }",
        ".a { transform: translateX(-50%) }",
        '[dir="ltr"] .a { color: red }',
        "@media print { .a { color: red; margin-right: 0 } }",
        '[dir="rtl"] .b { float: right } .a { float: left }',
    ],
)
def test_a_side_is_noticed(rule):
    assert len(faults(rule)) == 1


@pytest.mark.parametrize(
    "rule",
    [
        ".left { margin-inline-start: 1rem }",
        ".a { padding: 1px 2px 3px; margin: 0 1rem 2rem 1rem }",
        ".a { inset: 0; inset-inline: 0 auto; text-align: end }",
        ".a { border-radius: 1px 1px 0 0; border-radius: 50% }",
        ".a { padding: 0 calc(1rem + 2px) 0 calc(1rem + 2px) }",
        '.a::before { content: "left: 0; float: right" } /* left: 0; */',
        ".a { background: url(\"data:image/svg+xml;charset=utf-8,<svg style='left:0'/>\") }",
        '.a { float: left } [dir="rtl"] .a { float: right }',
        ".a { transform: scaleX(-1); translate: 0 1px }",
    ],
)
def test_what_turns_with_the_script_is_no_fault(rule):
    assert faults(rule) == []
