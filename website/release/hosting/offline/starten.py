#!/usr/bin/env python3
"""Zeigt die Seiten auf diesem Rechner, ohne Netz: python3 starten.py (nötig ist Python 3.9 oder neuer).

Nur dieser Rechner selbst kann sie abrufen. Beenden: Strg+C, oder dieses Fenster schließen.
"""

import json
import sys
import threading
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
PORTS = range(8421, 8441)  # der erste, der frei ist


class Handler(SimpleHTTPRequestHandler):
    """Wie Python es kann, nur mit den richtigen Dateitypen, ohne Umwege und ohne Protokoll."""

    # Nicht die Liste des Rechners: Auf manchem ist JavaScript dort gewöhnlicher Text.
    extensions_map = json.loads((HERE / "dateitypen.json").read_text("utf-8"))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_head(self):
        """Nur was zu den Seiten gehört: nichts mit einem Punkt am Anfang, nichts hinter einer Verknüpfung
        nach draußen."""
        try:
            file = Path(self.translate_path(self.path)).resolve()
            parts = file.relative_to(Path(self.directory).resolve()).parts
        except (OSError, ValueError):  # auch ein Name, der zu lang ist oder eine Null enthält
            parts = (".",)
        if any(part.startswith(".") for part in parts):
            self.send_error(404)
            return None
        return super().send_head()

    def list_directory(self, path):
        self.send_error(404)

    def log_message(self, format, *arguments) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Schweigt, wenn der Browser mitten in einer Datei auflegt: Das tut er oft."""

    def handle_error(self, request, client_address) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server():
    """Ein Server, den nur dieser Rechner erreicht, am ersten freien Port."""
    handler = partial(Handler, directory=str(HERE / "site"))
    for port in PORTS:
        try:
            return Server(("127.0.0.1", port), handler)
        except OSError:
            continue
    sys.exit(f"Kein Port von {PORTS[0]} bis {PORTS[-1]} ist frei.")


def main() -> None:
    with server() as made:
        address = f"http://127.0.0.1:{made.server_address[1]}/"
        print(f"Die Seiten stehen jetzt unter {address} (Strg+C beendet)", flush=True)
        if "--ohne-browser" not in sys.argv:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        try:
            made.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
