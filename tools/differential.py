"""The browser's core beside CPython: ``python -m tools.differential [COUNT=20000] [SEED]``.

Every calculator is asked its share of COUNT random and hostile inputs, by both ways in which Python
starts in a browser. Each reply must be the one that CPython gives, byte for byte.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from subprocess import PIPE
from typing import IO

from calculators import web
from calculators.engine.form import questions
from calculators.engine.text import LANGUAGES
from calculators.registry import CALCULATORS
from tools.fuzz import some_pairs
from website import npm, runtime, texts
from website.cache import SCRATCH

COUNT = 20_000
SHOWN = 5
SHOWN_LENGTH = 2_000
SCRIPT = Path(__file__).with_suffix(".mjs")
WAYS = ("snapshot", "library")

Asked = tuple[str, str, str]


def main(arguments: Sequence[str]) -> int:
    """Compare; returns the exit status."""
    count, seed = (*map(int, arguments), *(COUNT, new_seed())[len(arguments) :])
    print(f"{count:,} inputs, seed {seed}", flush=True)
    failures = 0
    for way in WAYS:
        started = time.perf_counter()
        found = list(differences(way, inputs(count // len(WAYS), f"{seed} {way}")))
        print(f"{way}: {len(found)} differ, {time.perf_counter() - started:.0f} s", flush=True)
        for difference in found[:SHOWN]:
            print(difference[:SHOWN_LENGTH])
        failures += len(found)
    return int(failures > 0)


def new_seed() -> int:
    """Another one each time."""
    return random.SystemRandom().randrange(10**6)


def inputs(count: int, seed: str) -> Iterator[Asked]:
    """``count`` random and hostile inputs, for one calculator after another."""
    chance = random.Random(seed)
    asked = {name: list(questions(module.Case)) for name, module in CALCULATORS.items()}

    def endless() -> Iterator[Asked]:
        while True:
            for name in CALCULATORS:
                yield name, "de", json.dumps(some_pairs(asked[name], chance))

    return islice(endless(), count)


def differences(way: str, asked: Iterable[Asked]) -> Iterator[str]:
    """What the browser's core answers otherwise than CPython, or not at all.

    Raises RuntimeError if it does not answer each.
    """
    with core() as (folder, files):
        for question, said in _conversation([SCRIPT, folder, *files, way, _words()], asked):
            expected = web.answer(*question)
            if said.get("reply") != expected:
                yield f"{question}\n  CPython: {expected}\n  browser: {said}"


def _words() -> str:
    """By language, the file with its words, as differential.mjs wants it."""
    return json.dumps(
        {language: str(texts.files()[texts.part(language)]) for language in LANGUAGES}
    )


@contextmanager
def core() -> Iterator[tuple[Path, list[Path]]]:
    """A folder like Pyodide's with our core; the library, the calculators and the snapshot."""
    stock = npm.package("pyodide")
    npm.package("ws")  # Pyodide asks for it in node
    built = runtime.small()
    with tempfile.TemporaryDirectory(dir=SCRATCH.name) as made:
        folder = Path(made)
        for name in ("pyodide.mjs", "pyodide-lock.json"):
            shutil.copyfile(stock / name, folder / name)
        shutil.copyfile(built["glue"], folder / "pyodide.asm.mjs")
        shutil.copyfile(built["wasm"], folder / "pyodide.asm.wasm")
        yield folder, [built[name] for name in ("stdlib", "calculators", "snapshot")]


def _conversation(
    arguments: Sequence[object], asked: Iterable[Asked]
) -> Iterator[tuple[Asked, dict[str, str]]]:
    """Each question and what node says to it; while it is looked at, node goes on."""
    open_questions: deque[Asked] = deque()
    command = [npm.tool("node"), *map(str, arguments)]

    def tell(node: IO[str]) -> None:
        with suppress(BrokenPipeError), node:
            for question in asked:
                open_questions.append(question)
                node.write(f"{json.dumps(question)}\n")

    with subprocess.Popen(
        command, env=npm.environment(), stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8"
    ) as node:
        assert node.stdin and node.stdout
        telling = threading.Thread(target=tell, args=(node.stdin,))
        telling.start()
        for line in node.stdout:
            yield open_questions.popleft(), json.loads(line)
        telling.join()
    if node.returncode or open_questions:
        raise RuntimeError(f"node ended with {node.returncode}, {len(open_questions)} unanswered")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
