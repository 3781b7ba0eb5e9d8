"""What PyScript runs, with either interpreter: gives the page its answer."""

from pathlib import Path

from js import python, show
from pyscript import ffi

try:
    from calculators.web import answer, learn  # with Pyodide
except ImportError:
    from copayment import answer  # with MicroPython
else:
    learn("de", Path("words.json").read_text("utf-8"))

show(python(ffi.create_proxy(answer)))
