"""Makes Python ready for a snapshot of its memory. Runs in Pyodide, at build."""

import gc
import html.entities
import linecache
import sys
import zipimport
from types import FunctionType, ModuleType


def tidy(asking: str) -> None:
    """Forget this module and the one that was ``asking``, what is left out, and what Python can find out
    again."""
    del sys.modules[__name__], sys.modules[asking]
    linecache.cache.clear()
    sys.path_importer_cache.clear()  # about files that the browser does not have
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    sys._clear_internal_caches()  # type: ignore[attr-defined]
    if _is_left_out(html.unescape):  # who else would read the names of characters?
        html.entities.html5.clear()
    _share_what_is_left_out()
    gc.collect()


def _share_what_is_left_out() -> None:
    """Put one function in the place of all that pack.py left out: they do the same."""
    shared = None
    for holder in gc.get_objects():
        if isinstance(holder, ModuleType | type):
            # An enumeration would refuse to be changed in the usual way.
            change = type.__setattr__ if isinstance(holder, type) else setattr
            for name, value in list(vars(holder).items()):
                if _is_left_out(value):
                    shared = shared or value
                    change(holder, name, shared)


def _is_left_out(value: object) -> bool:
    return isinstance(value, FunctionType) and value.__code__.co_name == "_left_out"
