"""Two built sites beside each other: what follows from other files is no difference, all else is one."""

from pathlib import Path

import pytest

from tools.compare_sites import differences, main

PAGE = (
    '<meta name="build-version" content="{mark}">'
    '<script src="a-{mark}.js" integrity="sha256-{mark}AA="></script>\n<p>{text}'
)


def site(folder: Path, mark: str, text: str = "Guten Tag", **more: str) -> Path:
    written = {
        "index.html": PAGE.format(mark=mark, text=text),
        f"assets/a-{mark}.js": "1;",
        f"assets/runtime/core-{mark}.wasm": mark,
        f"assets/runtime/pyodide-1.2.3-{mark[:8]}/pyodide.mjs": "2;",
        **more,
    }
    for place, content in written.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(content, "utf-8")
    return folder


def test_other_fingerprints_and_another_runtime_are_no_difference(tmp_path: Path) -> None:
    before, after = (
        site(tmp_path / "a", "0123456789abcdef"),
        site(tmp_path / "b", "fedcba9876543210"),
    )
    assert differences(before, after) == (4, [])


def test_one_letter_is_a_difference(tmp_path: Path) -> None:
    mark = "0123456789abcdef"
    before, after = site(tmp_path / "a", mark), site(tmp_path / "b", mark, "Guten Tag!")
    equal, (found,) = differences(before, after)
    assert (equal, found.place) == (3, "index.html")
    assert (found.before, found.after) == ("<p>Guten Tag", "<p>Guten Tag!")


def test_a_file_too_many_and_one_too_few_are_differences(tmp_path: Path) -> None:
    mark = "0123456789abcdef"
    before = site(tmp_path / "a", mark, **{"x.txt": "x"})
    after = site(tmp_path / "b", mark, **{"y.txt": "x"})
    equal, found = differences(before, after)
    assert (equal, [difference.place for difference in found]) == (4, ["x.txt", "y.txt"])


def test_what_differs_fails_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = "0123456789abcdef"
    folders = [str(site(tmp_path / "a", mark)), str(site(tmp_path / "b", mark, "Hallo"))]
    with pytest.raises(SystemExit) as left:
        main(folders)
    assert left.value.code
    assert capsys.readouterr().out.endswith("3 files equal, 1 differ\n")
    with pytest.raises(SystemExit) as left:
        main([folders[0], folders[0]])
    assert not left.value.code
