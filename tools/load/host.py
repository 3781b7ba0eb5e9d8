"""The release on a real server, as its configuration tells it: nginx or Caddy, on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.browser.installing import apt
from website.release import servers
from website.release.parts import HOSTING

PATIENCE = 20  # seconds
PACKAGES = {
    "nginx": ("nginx", "libnginx-mod-http-brotli-static"),
    "caddy": ("caddy",),
    "wrk": ("wrk",),
}
LOG = "log_format sent '$status $bytes_sent $request_uri';"


def program(name: str) -> str:
    """Where a program is, installed if need be; leaves with one line if that cannot be."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    if not shutil.which(name, path=path):
        apt(PACKAGES[name])
    if found := shutil.which(name, path=path):
        return found
    sys.exit(f"{name} is missing: sudo apt-get install {' '.join(PACKAGES[name])}")


@contextmanager
def nginx(site: Path, log: Path | None = None, change: Callable[[str], str] = str) -> Iterator[str]:
    """nginx with a site that has its compressed files beside it; its address.

    ``change`` is what somebody who runs it changes in its rules. What it sends is noted in ``log`` if one is
    given: status, bytes, address. Otherwise nothing is.
    """
    server = program("nginx")
    with tempfile.TemporaryDirectory() as folder:
        port, scratch = _free_port(), Path(folder)
        rules = change(servers.nginx(site, str(site), port))
        if log:
            rules = f"{LOG}\n{rules.replace('access_log off;', f'access_log {log} sent;')}"
        (scratch / "site.conf").write_text(rules, "utf-8")
        main = (HOSTING / "nginx-main.conf").read_text("utf-8")
        main = main.replace("/etc/nginx/soziotherapie.conf", str(scratch / "site.conf"))
        main = main.replace("/tmp/nginx", str(scratch / "nginx"))
        (scratch / "nginx.conf").write_text(main, "utf-8")
        # As root, it would read as somebody who may not look into a temporary folder.
        user = " user root;" if os.geteuid() == 0 else ""
        told = ["-e", "stderr", "-g", f"daemon off;{user}", "-c", str(scratch / "nginx.conf")]
        with _running([server, *told], port) as address:
            yield address


@contextmanager
def caddy(site: Path, change: Callable[[str], str] = str) -> Iterator[str]:
    """Caddy with a site that has its compressed files beside it; its address.

    ``change`` is what somebody who runs it changes in its rules.
    """
    server = program("caddy")
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        file = Path(folder, "Caddyfile")
        file.write_text(change(servers.caddy(site, str(site), port)), "utf-8")
        home = {"XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
        told = ["run", "--config", str(file), "--adapter", "caddyfile"]
        with _running([server, *told], port, home) as address:
            yield address


@contextmanager
def _running(
    command: Sequence[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[str]:
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, env={**os.environ, **(environment or {})}
        )
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}/"
        except TimeoutError:
            said.seek(0)
            raise RuntimeError(said.read()) from None
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        time.sleep(0.05)
    raise TimeoutError


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
