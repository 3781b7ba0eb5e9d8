"""How nginx and Caddy serve a built site: hosting/ has the frame, this fills in the rules.

The rules are those of our own server: what each file is called by its type (serve.py), what lasts
(serve.py), and which headers go with which address (policy.py, through the file it writes).
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from calculators.site import policy
from calculators.site.serve import ASK_FIRST, FOREVER, LASTING, TYPES

TEMPLATES = Path(__file__).parents[2] / "hosting"
ROOT = "/srv/soziotherapie"
PORT = 8080
LIFETIME = "Cache-Control"
PLACE = re.compile(r"^#= (\w+)$", re.MULTILINE)
Value = tuple[str, str]  # where, what


def nginx(site: Path, root: str = ROOT, port: int = PORT) -> str:
    """The server for a built site, as a file for the http block of nginx."""
    rules = [(policy.EVERYWHERE, {LIFETIME: ASK_FIRST}), *policy.rules(site)]
    maps, headers = [], []
    for name in dict.fromkeys(name for _, values in rules for name in values):
        variable = f"$soziotherapie_{name.lower().replace('-', '_')}"
        default, values = _by_place([(p, values[name]) for p, values in rules if name in values])
        if name == LIFETIME:
            values.append((LASTING.pattern, FOREVER))
        maps.append(_map(variable, default, values))
        headers.append(f"    add_header {name} {variable} always;")
    types = [
        f"        {_quoted(kind)} {' '.join(endings)};" for kind, endings in _endings().items()
    ]
    parts = {"maps": "\n\n".join(maps), "headers": "\n".join(headers), "types": "\n".join(types)}
    return _filled("nginx.conf", parts, {"ROOT": root, "PORT": str(port)})


def caddy(site: Path, root: str = ROOT, port: int = PORT) -> str:
    """The Caddyfile for a built site."""
    headers = []
    for number, (pattern, values) in enumerate(policy.rules(site)):
        headers.append(f"\t@rule{number} path {pattern}")
        headers += [f"\theader @rule{number} {n} {_quoted(v)}" for n, v in values.items()]
    types = []
    for number, (kind, endings) in enumerate(_endings().items()):
        files = " ".join(f"*.{ending}" for ending in endings)
        # A folder is asked for by its name, and its page is what comes.
        types.append(f"\t@type{number} path {files}{' */' if 'html' in endings else ''}")
        types.append(f"\theader @type{number} Content-Type {_quoted(kind)}")
    words = {
        "ROOT": root,
        "PORT": str(port),
        "LASTING": LASTING.pattern,
        "FOREVER": _quoted(FOREVER),
        "ASK_FIRST": _quoted(ASK_FIRST),
    }
    return _filled("Caddyfile", {"headers": "\n".join(headers), "types": "\n".join(types)}, words)


def _filled(template: str, parts: Mapping[str, str], words: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text("utf-8")
    for word, value in words.items():
        text = re.sub(rf"\b{word}\b", value.replace("\\", r"\\"), text)
    return PLACE.sub(lambda place: parts[place[1]], text)


def _by_place(values: list[Value]) -> tuple[str, list[Value]]:
    """What holds where nothing else does, and all else as nginx reads it: the first that fits."""
    default = values.pop(0)[1] if values[0][0] == policy.EVERYWHERE else ""
    return default, [(_expression(pattern), value) for pattern, value in reversed(values)]


def _expression(pattern: str) -> str:
    return f"^{'.*'.join(map(re.escape, pattern.split('*')))}$"


def _map(variable: str, default: str, values: Iterable[Value]) -> str:
    head = f"map $uri {variable} {{\n    default {_quoted(default)};"
    lines = [f"    {_quoted(f'~{pattern}')} {_quoted(value)};" for pattern, value in values]
    return "\n".join([head, *lines, "}"])


def _endings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for suffix, kind in TYPES.items():
        found.setdefault(kind, []).append(suffix.removeprefix("."))
    return found


def _quoted(value: str) -> str:
    return f'"{value}"'
