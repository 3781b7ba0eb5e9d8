"""The answer in a frame of another site's page comes to where the reader looks, in three engines."""

import json
import queue
from functools import partial
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

import pytest

from tests.browser.engines import PACKAGES, command, opened
from tests.browser.test_embed import embedding
from tools.built_site import SITE
from website.cases import cases, controls, given
from website.serve import Handler, Server, running

PARTS = Path(__file__).parent / "frame"
SCRIPT = "/inside.js"
LONGEST = 120  # seconds, on a slow and busy machine
LOCAL, OTHER = "127.0.0.1", "localhost"


class Inside(Handler):
    """The site, whose pages for frames bring a script that acts as a reader."""

    def do_GET(self):
        """Send that script, or what the site has."""
        if self.path != SCRIPT:
            return super().do_GET()
        answers = urlencode(list(controls("copayment", given(cases("copayment")[0]))))
        script = (PARTS / "inside.js").read_text("utf-8").replace("ANSWERS", json.dumps(answers))
        return self._send(HTTPStatus.OK, script.encode(), {"Content-Type": "text/javascript"})

    def _send_file(self, status, file, path):
        if "/einbetten/" not in path or file.suffix != ".html":
            return super()._send_file(status, file, path)
        tag = f'<script type="module" src="{SCRIPT}"></script></body>'
        html = file.read_text("utf-8").replace("</body>", tag)
        return self._send(status, html.encode(), {"Content-Type": "text/html; charset=utf-8"})


class Host(Handler):
    """The page of another site, and what it tells."""

    def __init__(self, html, told, *arguments):
        self.html, self.told = html, told
        super().__init__(*arguments)

    def do_GET(self):
        """Send the page, whatever is asked for."""
        self._send(HTTPStatus.OK, self.html.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def do_POST(self):
        """Take what it tells."""
        self.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._send(HTTPStatus.NO_CONTENT, b"", {})


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
@pytest.mark.parametrize("site", [OTHER, LOCAL], ids=["other site", "same site"])
@pytest.mark.parametrize("engine", PACKAGES)
def test_the_answer_comes_to_where_the_reader_looks(engine, site, script, tmp_path):
    told = queue.Queue()
    with running(Server((LOCAL, 0), partial(Inside, SITE))) as base:
        code = embedding(base) if script else embedding(base).partition("\n")[0]
        html = (PARTS / "host.html").read_text("utf-8").replace("FRAME", code)
        with running(Server((LOCAL, 0), partial(Host, html, told, SITE))) as host:
            start = command(engine, tmp_path)
            with opened([*start, host.replace(LOCAL, site)], tmp_path):
                said = until_still(told)
    assert said["still"], said
    if script:
        assert said["moved"] == 0, "the place of the host's page would tell where the answer is"


def until_still(told):
    """What the host's page told last, once the answer has come to rest or time is up."""
    end, said = monotonic() + LONGEST, {"still": False}
    while not said["still"] and monotonic() < end:
        try:
            said = told.get(timeout=end - monotonic())
        except queue.Empty:
            break
    return said
