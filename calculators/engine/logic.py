"""Yes, no, and not known (None): a person who does not know something still gets an answer."""

from collections.abc import Callable
from typing import TypeVar

Known = TypeVar("Known")


def if_known(judge: Callable[[Known], bool], answer: Known | None) -> bool | None:
    """What ``judge`` says of the answer; not known if the answer is not."""
    return None if answer is None else judge(answer)
