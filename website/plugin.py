"""The MkDocs plugin: puts into the site what pages alone do not hold."""

import sys
from datetime import date
from pathlib import Path

from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from website import browser, runtime
from website.finish.complete import complete
from website.finish.searchable import read_properly
from website.history import changed
from website.languages import by_folder
from website.languages.build import build
from website.markdown.imprint import refuse_release_without_operator
from website.markdown.pages import build_day
from website.npm import CannotBuild

# What is run to build a language; the name of its configuration follows.
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file")


class Settings(base.Config):  # type: ignore[no-untyped-call]
    """``language``: the folder of the language that is built, or nothing for German and the whole site."""

    language = config_options.Type(str, default="")


class CalculatorsPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """All that MkDocs needs to be told; what pages say comes from the Markdown extension."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Raises PluginError if a release is to be built and nobody says who runs it."""
        read_properly()
        self.undated: list[Page] = []
        if self.config.language:
            return
        try:
            refuse_release_without_operator()
        except CannotBuild as problem:
            raise PluginError(str(problem)) from problem

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the scripts and the browser runtime. Raises PluginError if that cannot be made here."""
        if self.config.language:
            return files
        try:
            made = {**browser.scripts(), **runtime.files()}
        except CannotBuild as problem:
            raise PluginError(str(problem)) from problem
        for place, path in made.items():
            files.append(File.generated(config, place, abs_src_path=str(path)))
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Tell the list of pages when each was changed last, in place of the day of the build."""
        day = self._changed(page.file.src_uri)
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
        """Add the other languages, the service worker and the security policy. Raises PluginError."""
        if self.config.language:
            return
        site = Path(config.site_dir)
        try:
            build(site, MKDOCS)
            complete(site)
        except CannotBuild as problem:
            raise PluginError(str(problem)) from problem

    def _changed(self, place: str) -> date | None:
        if not self.config.language:
            return changed(place)
        language = by_folder(self.config.language)
        return changed(f"{language.pages.name}/{place}", language.home)
