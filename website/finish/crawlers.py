"""What search engines are told of the whole site."""

from pathlib import Path

from website.languages import languages
from website.links import site_url

ROBOTS = "robots.txt"
MAP = "sitemap.xml"


def write(site: Path) -> None:
    """Put into a built site that all of it may be read, and where its pages are listed.

    The pages for other sites say themselves that they are not to be listed; who may not read them
    would not learn it.
    """
    lines = ["User-agent: *", "Allow: /"]
    folders = ["", *(f"{language.folder}/" for language in languages())]
    maps = [f"{folder}{MAP}" for folder in folders if (site / folder / MAP).exists()]
    if maps:
        lines += ["", *(f"Sitemap: {site_url()}{found}" for found in maps)]
    (site / ROBOTS).write_text("\n".join(lines) + "\n", "utf-8")
