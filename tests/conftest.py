"""What all tests have in common."""

from hypothesis import settings

# How long an example takes says more of the machine than of the code: "make speed" measures that.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")
