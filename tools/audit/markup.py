"""html-validate, on every page: what of the HTML is not as the standard has it."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.audit.tools import HERE, run
from tools.built_site import SITE

CONFIG = HERE / "htmlvalidate.json"
# Where a rule is broken on purpose or by the theme, and why that does no harm.
ALLOWED = {
    "no-deprecated-attr": r"t[hd](:nth-child\(\d+\))?$",  # the policy of the site allows no styles
    "valid-autocomplete": r"#__(drawer|search)$",  # keeps Firefox from remembering what was open
    "wcag/h32": r"header > nav > (form|div.* form)$",  # the search answers while somebody types
}


def faults() -> Iterator[str]:
    """Each fault: the rule, where, and what is wrong."""
    pages = [str(path) for path in sorted(SITE.rglob("*.html"))]
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "faults.json")  # it does not wait until all it prints is read
        run("html-validate", f"--config={CONFIG}", f"--formatter=json={said}", *pages, fine=(0, 1))
        found = json.loads(said.read_text("utf-8"))
    for page in found:
        place = page["filePath"].removeprefix(f"{SITE}/")
        for message in page["messages"]:
            allowed = ALLOWED.get(message["ruleId"])
            if allowed and re.search(allowed, message["selector"] or ""):
                continue
            yield f"{message['ruleId']}: {place}:{message['line']}: {message['message']}"
