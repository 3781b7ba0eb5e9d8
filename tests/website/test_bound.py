"""No line ends between a number and its sign, its unit or the word that it numbers."""

import pytest

from calculators.engine.html import cite, element
from website.markdown.bound import together


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("(§ 37a Abs. 3 Satz 1 SGB V)", "(§~37a Abs.~3 Satz~1 SGB V)"),
        ("§§ 61 und 62", "§§~61 und 62"),
        ("Betreuungsplan (Muster 27)", "Betreuungsplan (Muster~27)"),
        ("höchstens 62 € oder (1 %)", "höchstens 62~€ oder (1~%)"),
        ("GOP 30810", "GOP~30810"),
        ("ein Muster, 27 Tage", "ein Muster, 27 Tage"),
    ],
)
def test_what_belongs_together_stays_so_in_answers_and_pages(text, bound):
    expected = bound.replace("~", "\u00a0")
    assert element("p", text) == f"<p>{expected}</p>"
    assert together(f"<p>{text}</p>") == f"<p>{expected}</p>"


def test_a_link_to_the_law_is_one_piece_too():
    assert ">§\u00a037a SGB V<" in cite("§ 37a SGB V")


def test_what_is_no_prose_stays_as_it_is():
    html = '<a title="§ 1">§ 1</a><code>§ 2</code><textarea>62 €</textarea><script>"1 %"</script>'
    told = together(html)
    assert told == html.replace(">§ 1<", ">§\u00a01<")
