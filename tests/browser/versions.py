"""The next version of a built site: the same pages and scripts, and another law."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from website.cache import digest
from website.finish.fingerprint import integrity

LAW = "calculators/law/figures.toml"
RUNTIME = re.compile(r"const RUNTIME = (\{.*\});")
NAMED = re.compile(r"-([0-9a-f]{16})\.\w+$")
VERSION = re.compile(r'(?<=build-version" content=")\w+')
PROVED = re.compile(r'(([\w-]+\.js)" integrity=")sha256-[^"]+')
# Its snapshot would still have the law of before; without one, a start takes longer and is the same.
WITHOUT_SNAPSHOT = ("if (navigator.connection?.saveData)", "if (true)")


def change_law(site: Path, old: str, new: str) -> None:
    """Turn a copy of a built site into the next version, whose figures read differently.

    As a build would: what changes gets another name, and so does all that names it. No file is changed
    in place, so the copy may share its files with the site.
    """
    runtime = site / "assets/runtime"
    (archive,), (snapshot,) = runtime.glob("calculators-*.zip"), runtime.glob("snapshot-*.bin")
    fresh = {
        "calculators": _replaced(archive, _repacked(archive.read_bytes(), old, new)),
        "snapshot": _replaced(snapshot, snapshot.read_bytes() + b"another law"),
    }
    (worker,) = runtime.glob("worker-*.js")
    before, after = _worker(worker, fresh)
    for script in site.glob("assets/*.js"):
        _write(script, script.read_text("utf-8").replace(before, after))
    listed = (site / "sw.js").read_text("utf-8")
    for gone, path in ((archive, fresh["calculators"]), (snapshot, fresh["snapshot"])):
        listed = listed.replace(gone.name, path.name)
    _write(site / "sw.js", listed)
    _rename(site)
    _renew(site)


def _replaced(path: Path, data: bytes) -> Path:
    """Put this in place of a file of the runtime, and of the compressed one beside it."""
    fresh = path.with_name(NAMED.sub(f"-{digest(data)}{path.suffix}", path.name))
    for gone in (path, path.with_name(f"{path.name}.gz")):
        gone.unlink()
    fresh.write_bytes(data)
    fresh.with_name(f"{fresh.name}.gz").write_bytes(gzip.compress(data, 1, mtime=0))
    return fresh


def _repacked(archive: bytes, old: str, new: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(made, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == LAW:
                assert content.count(old.encode()) == 1, old
                content = content.replace(old.encode(), new.encode())
            after.writestr(entry, content)
    return made.getvalue()


def _worker(path: Path, parts: Mapping[str, Path]) -> tuple[str, str]:
    """Have the worker load these parts; which version it was, and which it is."""
    code = path.read_text("utf-8")
    found = RUNTIME.match(code)
    assert found and WITHOUT_SNAPSHOT[0] in code
    told = json.loads(found[1])
    before = told["version"]
    for part, file in parts.items():
        told["names"][part] = file.name
        told["digests"][part] = digest(file.read_bytes())
        told["bytes"][part] = file.stat().st_size
    told["version"] = digest(json.dumps(told).encode())
    made = code.replace(found[1], json.dumps(told), 1).replace(*WITHOUT_SNAPSHOT, 1)
    _write(path, made)
    return before, told["version"]


def _rename(site: Path) -> None:
    """Give each changed script its name again, until all that name one another agree."""
    while changed := {p.name: name for p in site.rglob("*.js") if (name := _name(p)) != p.name}:
        for script in [path for path in site.rglob("*.js") if path.name in changed]:
            script.rename(script.with_name(changed[script.name]))
        for path in [*site.rglob("*.js"), *site.rglob("*.html")]:
            text = path.read_text("utf-8")
            renamed = text
            for old, new in changed.items():
                renamed = renamed.replace(old, new)
            if renamed != text:
                _write(path, renamed)


def _name(script: Path) -> str:
    found = NAMED.search(script.name)
    return script.name.replace(found[1], digest(script.read_bytes())) if found else script.name


def _renew(site: Path) -> None:
    """A version of its own, for the service worker and in every page."""
    worker = (site / "sw.js").read_text("utf-8")
    (old,) = re.findall(r'"version": "(\w+)"', worker.partition("\n")[0])
    new = digest(worker.encode())
    _write(site / "sw.js", worker.replace(old, new))
    digests = {path.name: integrity(path.read_bytes()) for path in site.glob("assets/*.js")}
    for page in site.rglob("*.html"):
        html = VERSION.sub(new, page.read_text("utf-8"))
        _write(page, PROVED.sub(lambda found: found[1] + digests[found[2]], html))


def _write(path: Path, text: str) -> None:
    """Put another file there, not into the one that others may share."""
    path.unlink()
    path.write_text(text, "utf-8")
