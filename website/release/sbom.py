"""Lists what is in a release and what made it: CycloneDX 1.6, as JSON.

cyclonedx-py says what is installed here. Of that, what builds the site is kept and marked as left
out of it; what the site holds comes from parts.py.
"""

import json
import re
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from website import npm
from website.npm import CannotBuild
from website.release.parts import ROOT, Part, parts

VERSION = "1.6"
NAME = "soziotherapie"
VALIDATE = f"""
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.from_version("{VERSION}")).validate_str(sys.stdin.read())
sys.exit(fault and str(fault))
"""

Json = dict[str, Any]


def sbom(tool: Path, moment: int) -> str:
    """The list for a release of that moment (seconds), checked against the schema.

    ``tool`` is an installed cyclonedx-py. Raises CannotBuild if it is missing or finds a fault.
    """
    options = ["--output-reproducible", "--spec-version", VERSION, "--output-format", "JSON"]
    here = json.loads(_run([str(tool), "environment", *options, sys.executable]))
    made = json.dumps(merged(here, parts(), moment), indent=1, ensure_ascii=False, sort_keys=True)
    _run([str(tool.with_name("python")), "-c", VALIDATE], made)
    return made + "\n"


def merged(here: Json, shipped: Sequence[Part], moment: int) -> Json:
    """What is shipped, and of what is installed here what builds the site."""
    outer = [part for part in shipped if not part.inside]
    within = {part.name: [p for p in shipped if p.inside == part.name] for part in outer}
    components = [_shipped(part, within[part.name]) for part in outer]
    names = {part.name for part in outer}
    builders = sorted(_builders(here), key=lambda tool: str(tool["name"]))
    builders = [tool for tool in builders if tool["name"] not in names]
    components += [*builders, *_from_npm(names)]
    dependencies = [{"ref": NAME, "dependsOn": [_reference(part) for part in outer]}]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).isoformat(),
            "tools": here["metadata"]["tools"],
            "component": {
                "type": "application",
                "bom-ref": NAME,
                "name": NAME,
                "version": _project()["version"],
                "licenses": _licences("MIT", "CC-BY-4.0"),
            },
        },
        "components": components,
        "dependencies": dependencies,
    }


def _shipped(part: Part, within: Iterable[Part] = ()) -> Json:
    told = {
        "type": "library",
        "bom-ref": _reference(part),
        "name": part.name,
        "version": part.version,
        "purl": part.package,
        "copyright": part.holder,
        "licenses": _licences(part.licence),
        "hashes": [{"alg": "SHA-512", "content": part.sha512}] if part.sha512 else [],
        "externalReferences": [{"type": "website", "url": part.source}] if part.source else [],
        "components": [_shipped(inner) for inner in within],
        "scope": "required",
    }
    return {key: value for key, value in told.items() if value}


def _builders(here: Json) -> Iterator[Json]:
    """The packages that the build of the site asks for, and what these ask for."""
    needed = {component["bom-ref"]: component for component in here["components"]}
    asks = {entry["ref"]: entry.get("dependsOn", []) for entry in here["dependencies"]}
    wanted = {_plain(asked) for asked in _project()["optional-dependencies"]["site"]}
    left = [ref for ref, component in needed.items() if _plain(component["name"]) in wanted]
    while left:
        ref = left.pop()
        if component := needed.pop(ref, None):
            left += asks.get(ref, [])
            # Where it was fetched from tells of this machine only.
            component.pop("externalReferences", None)
            yield {**component, "scope": "excluded"}


def _from_npm(shipped: Iterable[str]) -> Iterator[Json]:
    """What the build and its tests take from npm."""
    lock: Mapping[str, Json] = json.loads(npm.LOCK.read_text("utf-8"))["packages"]
    for place, entry in lock.items():
        name = place.removeprefix("node_modules/")
        if name and name not in shipped:
            found = Part(
                name=name,
                licence=entry["license"],
                version=entry["version"],
                package=f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}",
                sha512=npm.locked(name).sha512,
            )
            yield {**_shipped(found), "scope": "excluded"}


def _reference(part: Part) -> str:
    return part.package or f"{part.inside}/{part.name}"


def _licences(*names: str) -> list[Json]:
    return [{"license": {"id": name}} for name in names]


def _plain(requirement: str) -> str:
    """The name of a package, as all spellings of it."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[._-]+", "-", name[0]).lower()


def _project() -> Json:
    project: Json = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project


def _run(command: list[str], given: str = "") -> str:
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    except FileNotFoundError as problem:
        raise CannotBuild(f"{command[0]} is missing: make release installs it") from problem
    if done.returncode:
        raise CannotBuild(f"{Path(command[0]).name}: {done.stderr.strip()[-2000:]}")
    return done.stdout
