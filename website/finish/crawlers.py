"""What search engines are told of the whole site."""

from pathlib import Path

from website.links import site_url

ROBOTS = "robots.txt"
MAP = "sitemap.xml"


def write(site: Path) -> None:
    """Put into a built site that all of it may be read, and where its pages are listed.

    The pages for other sites say themselves that they are not to be listed; who may not read them
    would not learn it.
    """
    lines = ["User-agent: *", "Allow: /"]
    if (site / MAP).exists():
        lines += ["", f"Sitemap: {site_url()}{MAP}"]
    (site / ROBOTS).write_text("\n".join(lines) + "\n", "utf-8")
