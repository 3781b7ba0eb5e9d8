"""How a server hands out a built site: what each file is, how long it lasts, which headers go with it.

Written down once for all who do: our own server, nginx, Caddy, hosts that read ``_headers``, and the
service worker, which keeps what lasts.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

# Not from the mimetypes module: that also believes what the machine's own files say.
TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
PACKED = re.compile(
    r"text/|application/(json|manifest|wasm|xml)|image/svg|application/(zip|octet-stream)"
)
# Addresses of files that change their name with their content.
LASTING = re.compile(r"/assets/.*[.-][0-9a-f]{8,}[./]")
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
# Of these, the files that are ours: their SHA-256 begins like that.
NAMED = re.compile(r"-([0-9a-f]{16})\.\w+(?:\.gz)?$")

HEADERS_FILE = "_headers"  # where Netlify, Cloudflare and our own server look for them
EVERYWHERE = "/*"
NOT_FOUND = "/404.html"
FOR_OTHER_SITES = "einbetten"
ASSETS = "assets"
# A script that other sites load: what is published under its name never changes.
VERSIONED = "einbetten-*.js"

# A page for wrong addresses: of the whole site, and of each folder that has one of its own.
MISSING = "404.html"

Rules = Sequence[tuple[str, Mapping[str, str]]]


def missing_pages(site: Path) -> list[str]:
    """The folders of a built site that have a page of their own for wrong addresses: its languages."""
    return sorted(page.parent.name for page in site.glob(f"*/{MISSING}"))


def headers(site: Path, path: str) -> Mapping[str, str]:
    """The headers with which a server sends what lies at ``path``; none if the site has no such file."""
    fitting = (values for pattern, values in rules(site) if fnmatchcase(path, pattern))
    return {name: value for values in fitting for name, value in values.items()}


def rules(site: Path) -> Rules:
    """What the file for servers says: patterns of addresses, each with its headers; later ones win."""
    found: list[tuple[str, dict[str, str]]] = []
    with suppress(FileNotFoundError):
        for line in (site / HEADERS_FILE).read_text("utf-8").splitlines():
            name, colon, value = line.strip().partition(": ")
            if not line.startswith(" "):
                found.append((line, {}))
            elif found and colon:
                found[-1][1][name] = value
    return found
