"""Our scripts and style sheets carry the hash of their content in their name, wherever they are called."""

import re
from graphlib import CycleError

import pytest

from website.finish import fingerprint
from website.finish.built import finishing
from website.npm import CannotBuild

NAME = re.compile(r"[\w/-]+-[0-9a-f]{16}\.(css|js)")
PAGE = """<link rel="stylesheet" href="{root}assets/site.css">
<link href="{root}assets/stylesheets/main.0123abcd.min.css">
<script type="module" src="{root}assets/form.js"></script><script src="https://example.org/assets/form.js"></script>
<script src="{root}assets/einbetten-1.js"></script><code>docs/assets/site.css</code>"""
FILES = {
    "assets/site.css": "body { background: url(images/a.svg) }",
    "assets/form.js": 'import { ask } from "./python.js";\n// after ./python.js\nask();\n',
    "assets/python.js": 'const WORKER = "runtime/worker.js";\nconst VERSION = "version of the worker";\n',
    "assets/einbetten-1.js": "0;\n",
    "assets/images/a.svg": "<svg/>",
    "assets/runtime/worker.js": 'const RUNTIME = {"version": "0123456789abcdef"};\n',
    "assets/stylesheets/main.0123abcd.min.css": "p {}",
    "index.html": PAGE.format(root=""),
    "a/b/index.html": PAGE.format(root="../../"),
    "404.html": PAGE.format(root="/below/"),
}


def renamed(folder, **changes):
    """The files of a small site after naming."""
    for place, text in {**FILES, **changes}.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, "utf-8")
    with finishing(folder) as site:
        fingerprint.rename(site)
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def name(files, stem):
    (found,) = (
        place
        for place in files
        if place.startswith(f"assets/{stem}-") and NAME.fullmatch(place.removeprefix("assets/"))
    )
    return found.removeprefix("assets/")


def test_every_page_calls_them_by_their_new_names(tmp_path):
    files = renamed(tmp_path)
    form, sheet = name(files, "form"), name(files, "site")
    proof = fingerprint.integrity(files[f"assets/{form}"].encode())
    for page, root in (("index.html", ""), ("a/b/index.html", "../../"), ("404.html", "/below/")):
        expected = (
            PAGE.format(root=root)
            .replace(f'"{root}assets/form.js"', f'"{root}assets/{form}" integrity="{proof}"')
            .replace(f'"{root}assets/site.css', f'"{root}assets/{sheet}')
        )
        assert files[page] == expected
    assert FILES["assets/site.css"] == files[f"assets/{sheet}"]
    assert {"assets/form.js", "assets/python.js", "assets/site.css"}.isdisjoint(files)


def test_a_script_imports_another_by_its_new_name(tmp_path):
    files = renamed(tmp_path)
    first, comment, _ = files[f"assets/{name(files, 'form')}"].split("\n", 2)
    assert first == f'import {{ ask }} from "./{name(files, "python")}";'
    assert comment == "// after ./python.js"


def test_what_others_ask_for_by_name_keeps_it(tmp_path):
    assert renamed(tmp_path)["assets/einbetten-1.js"] == FILES["assets/einbetten-1.js"]


def test_a_script_knows_its_worker_by_name_and_by_version(tmp_path):
    files = renamed(tmp_path)
    worker = name(files, "runtime/worker")
    assert files[f"assets/{worker}"] == FILES["assets/runtime/worker.js"]
    assert files[f"assets/{name(files, 'python')}"] == (
        f'const WORKER = "{worker}";\nconst VERSION = "0123456789abcdef";\n'
    )
    assert "assets/runtime/worker.js" not in files


def test_a_worker_that_does_not_say_its_version_is_refused(tmp_path):
    with pytest.raises(CannotBuild, match="version"):
        renamed(tmp_path, **{"assets/runtime/worker.js": "1;\n"})


@pytest.mark.parametrize(
    ("place", "others"),
    [
        ("assets/runtime/worker.js", {"runtime/worker", "python", "form"}),
        ("assets/python.js", {"python", "form"}),
        ("assets/form.js", {"form"}),
        ("assets/site.css", {"site"}),
        ("index.html", set()),
    ],
)
def test_only_what_changes_and_what_imports_it_gets_another_name(tmp_path, place, others):
    before = renamed(tmp_path / "before")
    after = renamed(tmp_path / "after", **{place: FILES[place] + "\n"})
    stems = {"runtime/worker", "python", "form", "site"}
    assert {stem for stem in stems if name(before, stem) != name(after, stem)} == others


def test_scripts_that_import_each_other_are_refused(tmp_path):
    with pytest.raises(CycleError):
        renamed(tmp_path, **{"assets/python.js": 'import { on } from "./form.js";\n'})
