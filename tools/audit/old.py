"""What tests/browser/test_old.py finds in every old browser that is pinned, not only in a few of them."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tools.browser.old import ALL

TESTS = "tests/browser/test_old.py"


def verdicts() -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """For each browser its name, whether all tests held, and those that did not."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        environment = {**os.environ, ALL: "1"}
        subprocess.run([sys.executable, "-m", "tools.browser.old"], env=environment, check=True)
        command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}", TESTS]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        found = [
            (case.get("name", ""), len(case)) for case in ElementTree.parse(report).iter("testcase")
        ]
    browsers: dict[str, list[tuple[str, int]]] = {}
    for name, faults in found:
        if browser := re.search(r"(chromium-\d+[^\]]*|firefox|webkit)\]$", name):
            browsers.setdefault(browser[1], []).append((name, faults))
    for browser_name, tests in browsers.items():
        failed = tuple(name for name, faults in tests if faults)
        yield browser_name, not failed, failed
