"""What the pages of a language may not do; asked before they are built."""

from website.languages import Language


def check(language: Language) -> None:
    """Raises CannotBuild where a page is not as it has to be."""
