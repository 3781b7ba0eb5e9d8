"""What PyScript runs, with either interpreter: gives the page its answer."""

from js import python, show
from pyscript import ffi

try:
    from calculators.web import answer  # with Pyodide
except ImportError:
    from copayment import answer  # with MicroPython

show(python(ffi.create_proxy(answer)))
