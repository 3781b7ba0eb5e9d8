"""How nginx and Caddy serve a built site: hosting/ has the frame, this fills in the rules.

The rules are those of our own server (static_rules.py); which headers go with which address stands in
the file that finish/policy.py writes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from website import static_rules
from website.static_rules import ASK_FIRST, FOREVER, LASTING, MISSING, PACKED, TYPES

TEMPLATES = Path(__file__).with_name("hosting")
ROOT = "/srv/soziotherapie"
PORT = 8080
LIFETIME = "Cache-Control"
LONGEST_KEY = 40
# A whole address of what LASTING finds in it.
LASTING_FILE = r"^/assets/([\w.-]+/)*[\w.-]*[.-][0-9a-f]{8,}[./][\w.-]+$"
PLACE = re.compile(r"^#= (\w+)$", re.MULTILINE)
Value = tuple[str, str]  # where, what


def nginx(site: Path, root: str = ROOT, port: int = PORT) -> str:
    """The server for a built site, as a file for the http block of nginx."""
    rules = [(static_rules.EVERYWHERE, {LIFETIME: ASK_FIRST}), *static_rules.rules(site)]
    maps, headers = [], []
    for name in dict.fromkeys(name for _, values in rules for name in values):
        variable = f"$soziotherapie_{name.lower().replace('-', '_')}"
        headers.append(f"    add_header {name} {variable} always;")
        default, values = _by_place([(p, values[name]) for p, values in rules if name in values])
        if name == LIFETIME:
            values.append((LASTING.pattern, FOREVER))
            variable = "$soziotherapie_lifetime"  # unless only a part of the file is asked for
        maps.append(_map(variable, default, values))
    types = [
        f"        {_quoted(kind)} {' '.join(endings)};" for kind, endings in _endings().items()
    ]
    missing = [(f"^/{name}/", f"/{name}/{MISSING}") for name in static_rules.missing_pages(site)]
    maps.append(_map("$soziotherapie_missing", f"/{MISSING}", missing))
    parts = {
        "maps": "\n\n".join(maps),
        "headers": "\n".join(headers),
        "types": "\n".join(types),
        "known": "\n".join(f"    {_key(address)} 1;" for address in _addresses(site)),
    }
    words = {
        "ROOT": root,
        "PORT": str(port),
        "ASK_FIRST": _quoted(ASK_FIRST),
        "LASTING_FILE": LASTING_FILE,
    }
    return _filled("nginx.conf", parts, words)


def caddy(site: Path, root: str = ROOT, port: int = PORT) -> str:
    """The Caddyfile for a built site."""
    headers = []
    for number, (pattern, values) in enumerate(static_rules.rules(site)):
        headers.append(f"\t@rule{number} path {pattern}")
        headers += [f"\theader @rule{number} {n} {_quoted(v)}" for n, v in values.items()]
    types = []
    for number, (kind, endings) in enumerate(_endings().items()):
        files = " ".join(f"*.{ending}" for ending in endings)
        # A folder is asked for by its name, and its page is what comes.
        types.append(f"\t@type{number} path {files}{' */' if 'html' in endings else ''}")
        types.append(f"\theader @type{number} Content-Type {_quoted(kind)}")
        if PACKED.match(kind):
            # In place of Caddy's own, which it sends only with what is compressed.
            types.append(f"\theader @type{number} {{\n\t\tVary Accept-Encoding\n\t\tdefer\n\t}}")
    words = {
        "ROOT": root,
        "PORT": str(port),
        "LASTING": LASTING.pattern,
        "LASTING_FILE": LASTING_FILE,
        "FOREVER": _quoted(FOREVER),
        "ASK_FIRST": _quoted(ASK_FIRST),
    }
    known = [f"\t\t\tnot path {address}" for address in _addresses(site)]
    folders = static_rules.missing_pages(site)
    missing = [f"\t\t\trewrite /{name}/* /{name}/{MISSING}" for name in folders]
    if folders:
        missing.append(f"\t\t\t@german not path {' '.join(f'/{name}/*' for name in folders)}")
    missing.append(f"\t\t\trewrite {'@german' if folders else '*'} /{MISSING}")
    parts = {"headers": headers, "types": types, "known": known, "missing": missing}
    return _filled("Caddyfile", {name: "\n".join(lines) for name, lines in parts.items()}, words)


def _addresses(site: Path) -> Iterator[str]:
    """Under which addresses there is something of the built site: its files, and folders with a page.

    Links are none of it, nor is what begins with a dot or what only servers read.
    """
    for path in sorted(site.rglob("*")):
        place = path.relative_to(site)
        is_ours = (
            path.is_file() and not path.is_symlink() and path != site / static_rules.HEADERS_FILE
        )
        if not is_ours or any(part.startswith(".") for part in place.parts):
            continue
        yield f"/{place.as_posix()}"
        if place.name == "index.html":
            folder = place.parent.as_posix().removeprefix(".")
            yield from (f"/{folder}", f"/{folder}/") if folder else ("/",)


def _key(address: str) -> str:
    """The address as nginx looks for it; its tables take long ones only as expressions."""
    return _quoted(address if len(address) <= LONGEST_KEY else f"~^{re.escape(address)}$")


def _filled(template: str, parts: Mapping[str, str], words: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text("utf-8")
    for word, value in words.items():
        text = re.sub(rf"\b{word}\b", value.replace("\\", r"\\"), text)
    return PLACE.sub(lambda place: parts[place[1]], text)


def _by_place(values: list[Value]) -> tuple[str, list[Value]]:
    """What holds where nothing else does, and all else as nginx reads it: the first that fits."""
    default = values.pop(0)[1] if values[0][0] == static_rules.EVERYWHERE else ""
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
