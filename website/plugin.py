"""The MkDocs plugin: puts into the site what pages alone do not hold."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from website import browser, runtime
from website.finish.complete import complete
from website.finish.searchable import read_properly
from website.history import changed
from website.markdown.imprint import refuse_release_without_operator
from website.markdown.pages import build_day
from website.npm import CannotBuild


class CalculatorsPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """All that MkDocs needs to be told; what pages say comes from the Markdown extension."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Raises PluginError if a release is to be built and nobody says who runs it."""
        read_properly()
        self.undated: list[Page] = []
        try:
            refuse_release_without_operator()
        except CannotBuild as problem:
            raise PluginError(str(problem)) from problem

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the scripts and the browser runtime. Raises PluginError if that cannot be made here."""
        try:
            made = {**browser.scripts(), **runtime.files()}
        except CannotBuild as problem:
            raise PluginError(str(problem)) from problem
        for place, path in made.items():
            files.append(File.generated(config, place, abs_src_path=str(path)))
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Tell the list of pages when each was changed last, in place of the day of the build."""
        day = changed(page.file.src_uri)
        page.update_date = day.isoformat() if day else ""
        if not day:
            self.undated.append(page)
        return page

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Let MkDocs date the packed list of pages, which it cannot where no page has a day."""
        if template_name == "sitemap.xml":
            for page in self.undated:
                page.update_date = build_day().isoformat()
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the service worker and the security policy. Raises PluginError if a page breaks it."""
        try:
            complete(Path(config.site_dir))
        except CannotBuild as problem:
            raise PluginError(str(problem)) from problem
