"""What all tests have in common."""

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code: "make speed" measures that.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")

# The files whose tests take longest: they begin, so that at the end no processor waits for one of them.
LONGEST = (
    *("test_runtime", "test_pages", "test_kept", "test_versions", "test_offline", "test_starts"),
    *("test_old", "test_time", "test_engines", "test_year", "test_faults", "test_embed"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(LONGEST)))
