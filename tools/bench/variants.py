"""What is measured: which ways to an answer, on which device and line, and every file they need."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from calculators.law.figures import histories
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from website import npm
from website.cache import digest
from website.cases import cases, controls, given

HERE = Path(__file__).parent
NAME = "copayment"
PLACE = f"{CALCULATOR_PAGES[NAME]}/"
LAW = ("copayment_rate", "copayment_minimum", "copayment_maximum")

FLOOR, MICROPYTHON, PYODIDE, OURS = "nur JavaScript", "MicroPython", "Pyodide", "diese Seite"
SLIM, SNAPSHOT, BLANK = "… ohne Abbild", "… mit Abbild", "… auf leerer Seite"
VARIANTS = {
    FLOOR: "javascript/",
    MICROPYTHON: "micropython/",
    "PyScript mit MicroPython": "pyscript-micropython/",
    PYODIDE: "pyodide-main/",
    "Pyodide im Worker": "pyodide-worker/",
    "PyScript mit Pyodide": "pyscript-pyodide/",
    OURS: f"chosen/{PLACE}",
    SLIM: f"slim/{PLACE}",
    SNAPSHOT: f"snapshot/{PLACE}",
    BLANK: "blank/",
}

# What is changed in the site's own files. This alone says which words stand in them.
WORKER, TO_PYTHON = "runtime/worker.js", "python.js"
WAYS = {
    "chosen": ("", ""),
    "slim": ("if (navigator.connection?.saveData)", "if (true)"),
    "snapshot": ("const spared = ", "const spared = 1e6 || "),
}
NAMED = re.compile(r"[0-9a-f]{16}(?=\.\w+$)")
CALLING = (".html", ".js", ".json")
INTEGRITY = re.compile(rb' integrity="[^"]*"')
STOCK_PAGE = f"stock-page/{PLACE}"  # the site's page, with Pyodide as it comes

PEERS = HERE / "package-lock.json"
PACKAGES = {
    "pyodide": ("pyodide", npm.LOCK),
    "micropython": ("@micropython/micropython-webassembly-pyscript", PEERS),
    "pyscript": ("@pyscript/core", PEERS),
}
MODULE = '<script type="module" src="{}"></script>'
PYSCRIPT = MODULE.format("/pyscript/core.js") + (
    """<script type="{}" src="/peers/pyscript.py" config='{}'></script>"""
)


class Condition(NamedTuple):
    """A reader's device and line, and who is measured there."""

    key: str
    name: str
    slower: int = 1
    megabits: float | None = None
    delay: float = 0
    encoding: str = "br"
    variants: tuple[str, ...] = (PYODIDE, OURS)
    caches: tuple[str, ...] = ("leer", "gefüllt")


FAST = Condition("fast", "Schneller Rechner, schnelle Leitung", variants=tuple(VARIANTS))
PHONE = Condition(
    "phone", "Handy: Prozessor 4-mal langsamer, 9 Mbit/s", 4, 9, 0.06, variants=tuple(VARIANTS)
)
SLOW = Condition("slow", "Schneller Rechner, langsame Leitung: 1,6 Mbit/s", 1, 1.6, 0.15)
HOSTS = tuple(
    Condition(key, name, 1, 9, 0.06, encoding, caches=("leer",))
    for key, name, encoding in (
        ("brotli", "mit Brotli", "br"),
        ("gzip", "mit gzip", "gzip"),
        ("plain", "gar nicht", "none"),
    )
)
CONDITIONS = (FAST, PHONE, SLOW, *HOSTS)


def versions() -> dict[str, str]:
    """The version of each package, by its short name."""
    return {short: npm.locked(*package).version for short, package in PACKAGES.items()}


def question() -> dict[str, object]:
    """The first case, as the names and values of the form's controls."""
    return {"name": NAME, "pairs": list(controls(NAME, given(cases(NAME)[0])))}


def right_answer() -> str:
    """The sum that belongs to the question, as every answer must contain it."""
    total: Decimal = cases(NAME)[0]["expect"]["total"]
    return f"{total:.2f}".replace(".", ",")


def files() -> dict[str, bytes]:
    """Everything that is measured, by its address."""
    site = {
        path.relative_to(SITE).as_posix(): path.read_bytes()
        for path in SITE.rglob("*")
        if path.is_file()
    }
    archive, words = (
        next(site[name] for name in site if re.search(pattern, name))
        for pattern in (r"/calculators-\w+\.zip$", r"/texts-de-[0-9a-f]{16}\.json$")
    )
    own = {"/calculators.zip": archive, "/words.json": words}
    return {**dict(_site(site)), **dict(_peers()), **own}


def _site(site: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    place = asset(WORKER)
    worker = site[place].decode()
    ways = {way: changed(site, place, worker.replace(*change, 1)) for way, change in WAYS.items()}
    assert all(old in worker for old, _ in WAYS.values())
    stock = (HERE / "peers/python.js").read_text("utf-8")
    ways["stock-page"] = changed(site, asset(TO_PYTHON), stock)
    for way, found in ways.items():
        for name, data in found.items():
            yield f"/{way}/{name}", data


def changed(site: dict[str, bytes], name: str, text: str) -> dict[str, bytes]:
    """The site with one of its scripts changed, under its new name wherever it is called.

    What is named by its content and is not that content is kept by nobody's browser.
    """
    found, waiting = dict(site), {name: text.encode()}
    while waiting:
        old, data = waiting.popitem()
        new = NAMED.sub(digest(data), old)
        del found[old]
        found[new] = data
        was, becomes = (path.rpartition("/")[2].encode() for path in (old, new))
        for other in filter(lambda path: path.endswith(CALLING), list(found)):
            calling = waiting.get(other, found[other])
            if was == becomes or was not in calling:
                continue
            calls = INTEGRITY.sub(b"", calling.replace(was, becomes))
            (waiting if NAMED.search(other) else found)[other] = calls
    return found


def _peers() -> Iterator[tuple[str, bytes]]:
    for short, package in PACKAGES.items():
        folder = npm.package(*package)
        folder = folder / "dist" if (folder / "dist").exists() else folder
        for path in folder.iterdir():
            if path.suffix in {".mjs", ".js", ".wasm", ".zip", ".json"}:
                yield f"/{short}/{path.name}", path.read_bytes()
    law = json.dumps(_law())
    above = {
        "javascript.mjs": f"const LAW = {law};\n",
        "copayment.py": f"LAW = {law}\n",
        "blank.mjs": f'import {{ ask }} from "/chosen/{asset(TO_PYTHON)}";\n',
    }
    for path in (HERE / "peers").iterdir():
        yield f"/peers/{path.name}", above.get(path.name, "").encode() + path.read_bytes()
    for name, body in _pages().items():
        yield f"/{name}/index.html", f'<!doctype html><meta charset="utf-8">{body}'.encode()


def _pages() -> dict[str, str]:
    """The smallest page that starts each peer."""
    own = ("javascript", "micropython", "pyodide-main", "pyodide-worker", "blank")
    micropython = {
        "interpreter": "/micropython/micropython.mjs",
        "files": {"/peers/copayment.py": ""},
    }
    pyodide = {
        "interpreter": "/pyodide/pyodide.mjs",
        "files": {"/calculators.zip": "./*", "/words.json": ""},
    }
    return {
        **{name: MODULE.format(f"/peers/{name}.mjs") for name in own},
        "pyscript-micropython": PYSCRIPT.format("mpy", json.dumps(micropython)),
        "pyscript-pyodide": PYSCRIPT.format("py", json.dumps(pyodide)),
    }


def _law() -> dict[str, list[tuple[str, int]]]:
    """The figures that the question needs, each with the days since which a value holds."""
    return {
        name: [(figure.since.isoformat(), int(figure.value * 100)) for figure in history.values]
        for name, history in histories().items()
        if name in LAW
    }
