"""Yes, no, and not known (None): a person who does not know something still gets an answer."""

from collections.abc import Callable
from typing import TypeVar

Known = TypeVar("Known")
Judged = TypeVar("Judged")


def if_known(judge: Callable[[Known], Judged], answer: Known | None) -> Judged | None:
    """What ``judge`` says of the answer; not known if the answer is not."""
    return None if answer is None else judge(answer)
