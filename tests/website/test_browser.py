"""What becomes of a script on its way to a browser."""

import pytest

from website import browser


@pytest.mark.parametrize(
    ("source", "delivered"),
    [
        ("/** @param {string} path */\nconst at = 1;\n", "const at = 1;\n"),
        ("/**\n * In words.\n * @param {Map<string, number>} all\n */\nf();\n", "f();\n"),
        ("const a = /** @type {any} */ (self);\n", "const a = (self);\n"),
        ("let b; // a /* comment */ stays\n", "let b; // a /* comment */ stays\n"),
        ('const any = "**/index.html";\n', 'const any = "**/index.html";\n'),
    ],
    ids=["a line", "several lines", "within a line", "a comment", "a text"],
)
def test_types_stay_at_home(tmp_path, source, delivered):
    script = tmp_path / "script.js"
    script.write_text(source, "utf-8")
    assert browser.without_types(script) == delivered
