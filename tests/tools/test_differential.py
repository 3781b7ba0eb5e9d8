"""The browser's core answers as CPython does, byte for byte, whatever it is asked."""

import os

import pytest

from tools.differential import WAYS, differences, inputs, new_seed

pytestmark = pytest.mark.proof(site=False)
COUNT = 1_200  # for each way to start


@pytest.mark.parametrize("way", WAYS)
def test_fresh_inputs_are_answered_as_in_cpython(way: str) -> None:
    """Another seed each time; ``DIFFERENTIAL_SEED`` asks the same again."""
    seed = os.environ.get("DIFFERENTIAL_SEED") or str(new_seed())
    print(f"DIFFERENTIAL_SEED={seed}")
    found = list(differences(way, inputs(COUNT, f"{seed} {way}")))
    assert not found, f"DIFFERENTIAL_SEED={seed}: {len(found)} differ, such as {found[0][:2000]}"
