"""Lists what is in a release and what made it: CycloneDX 1.6, as JSON.

cyclonedx-py says what is installed here. Of that, what builds the site is kept and marked as left
out of it; what the site holds comes from parts.py.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import requires
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from website import npm
from website.npm import CannotBuild
from website.release.parts import ROOT, Part, parts

NAME = "soziotherapie"
TOOL = Path(sys.executable).with_name("cyclonedx-py")


def sbom(moment: int) -> str:
    """The list for a release of that moment (seconds), checked against the schema.

    Raises CannotBuild if cyclonedx-py is missing or the list has a fault.
    """
    made = written(listed(installed(), parts(), moment))
    if found := fault(made):
        raise CannotBuild(f"The list of parts is no CycloneDX: {found}")
    return made


def listed(here: Bom, shipped: Sequence[Part], moment: int) -> Bom:
    """What is shipped, and of what is installed here what builds the site."""
    outer = [part for part in shipped if not part.inside]
    within = {part.name: [p for p in shipped if p.inside == part.name] for part in outer}
    holds = [_shipped(part, within[part.name]) for part in outer]
    names = {part.name for part in outer}
    builders = [tool for tool in _builders(here) if tool.name not in names]
    ours = Component(
        type=ComponentType.APPLICATION,
        bom_ref=NAME,
        name=NAME,
        version=_project()["version"],
        licenses=_licences("MIT", "CC-BY-4.0"),
    )
    made = Bom(
        components=[*holds, *builders, *_from_npm(names)],
        metadata=BomMetaData(
            tools=here.metadata.tools,
            component=ours,
            timestamp=datetime.fromtimestamp(moment, UTC),
        ),
        dependencies=[Dependency(ours.bom_ref, [Dependency(part.bom_ref) for part in holds])],
        serial_number=UUID(int=0),
    )
    # The same list has the same number: it is that of what the list says.
    made.serial_number = uuid5(NAMESPACE_URL, written(made))
    return made


def installed() -> Bom:
    """What is installed here, as cyclonedx-py finds it. Raises CannotBuild."""
    options = ["--output-reproducible", "--spec-version", "1.6", "--output-format", "JSON"]
    command = [str(TOOL), "environment", *options, sys.executable]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as problem:
        raise CannotBuild(f"{TOOL} is missing: make .venv/ready installs it") from problem
    if done.returncode:
        raise CannotBuild(f"{TOOL.name}: {done.stderr.strip()[-2000:]}")
    found: Bom = Bom.from_json(json.loads(done.stdout))  # type: ignore[attr-defined]
    return found


def written(bom: Bom) -> str:
    """The list as it is handed on."""
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def fault(text: str) -> str:
    """What the schema of CycloneDX 1.6 finds wrong with a list; nothing if all is well."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return str(found or "")


def _shipped(
    part: Part,
    within: Iterable[Part] = (),
    scope: ComponentScope = ComponentScope.REQUIRED,
) -> Component:
    website = ExternalReferenceType.WEBSITE
    sha512 = HashAlgorithm.SHA_512
    return Component(
        type=ComponentType.LIBRARY,
        bom_ref=part.package or f"{part.inside}/{part.name}",
        name=part.name,
        version=part.version or None,
        purl=PackageURL.from_string(part.package) if part.package else None,
        copyright=part.holder or None,
        licenses=_licences(part.licence),
        hashes=[HashType(alg=sha512, content=part.sha512)] if part.sha512 else [],
        external_references=(
            [ExternalReference(type=website, url=XsUri(part.source))] if part.source else []
        ),
        components=[_shipped(inner) for inner in within],
        scope=scope,
    )


def _builders(here: Bom) -> Iterator[Component]:
    """The packages that the build of the site asks for, and what these ask for."""
    needed = _needed(_project()["optional-dependencies"]["site"])
    for tool in here.components:
        if canonicalize_name(tool.name) in needed:
            # Where it was fetched from tells of this machine only.
            tool.external_references = ()
            tool.scope = ComponentScope.EXCLUDED
            yield tool


def _needed(asked: Iterable[str]) -> set[str]:
    """The names of all packages that these requirements lead to, without what is only for some extra."""
    needed: set[str] = set()
    left = [Requirement(text) for text in asked]
    while left:
        wanted = left.pop()
        name = canonicalize_name(wanted.name)
        is_asked = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if is_asked and name not in needed:
            needed.add(name)
            left += map(Requirement, requires(name) or ())
    return needed


def _from_npm(shipped: Iterable[str]) -> Iterator[Component]:
    """What the build and its tests take from npm."""
    lock: Mapping[str, Any] = json.loads(npm.LOCK.read_text("utf-8"))["packages"]
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
            yield _shipped(found, scope=ComponentScope.EXCLUDED)


def _licences(*names: str) -> list[DisjunctiveLicense]:
    return [DisjunctiveLicense(id=name) for name in names]


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project
