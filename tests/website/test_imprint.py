"""Who runs the site: what is missing is said, and no release is built without it."""

import pytest
from mkdocs.exceptions import PluginError

from website.markdown import imprint
from website.plugin import CalculatorsPlugin
from website.written import shared

COMPLETE = """
plugins: [!ENV [ANY, none]]
extra:
  operator:
    name: Beispiel & Söhne e. V.
    address: [Beispielweg 1, 12345 Beispielstadt]
    email: post@example.org
    phone: +49 30 1234567
    responsible: Erika Beispiel
    server: Der Server steht in Beispielstadt.
"""
LABELS = shared("betreiber")["label"]


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Writes what mkdocs.yml shall say."""
    path = tmp_path / "mkdocs.yml"
    monkeypatch.setattr(imprint, "CONFIG", path)
    return path.write_text


@pytest.fixture
def release(monkeypatch):
    monkeypatch.setenv("RELEASE", "1")


@pytest.mark.parametrize("said", ["site_name: x\n", "extra:\n", "extra:\n  operator:\n", ""])
def test_where_nothing_is_known_the_pages_name_all_that_is_missing(config, said):
    config(said)
    assert imprint.missing() == list(LABELS)
    page = imprint.operator("")
    assert all(label in page for label in LABELS.values())
    assert "<dl" not in page
    assert imprint.operator("email") == shared("betreiber")["missing_one"]


def test_what_is_known_is_shown_as_it_is(config):
    config(COMPLETE)
    assert not imprint.missing()
    page = imprint.operator("")
    assert "Beispiel &amp; Söhne e. V." in page
    assert "Beispielweg 1<br>12345 Beispielstadt" in page
    assert '<a href="mailto:post@example.org">post@example.org</a>' in page
    assert '<a href="tel:+49301234567">+49 30 1234567</a>' in page
    assert 'class="missing"' not in page
    assert imprint.operator("responsible") == "Erika Beispiel"


def plugin() -> CalculatorsPlugin:
    """It as a build has it, with the settings that mkdocs.yml leaves as they are."""
    made = CalculatorsPlugin()
    made.load_config({})
    return made


def test_a_release_is_built_when_all_is_known(config, release):
    config(COMPLETE)
    plugin().on_pre_build(config=None)


@pytest.mark.parametrize("field", LABELS)
def test_a_release_is_refused_while_anything_is_missing(config, release, field):
    config("\n".join(line for line in COMPLETE.splitlines() if f"    {field}:" not in line))
    with pytest.raises(PluginError, match=rf"extra\.operator .* lacks {field}:"):
        plugin().on_pre_build(config=None)
    assert LABELS[field] in imprint.operator("")


def test_whatever_is_not_a_release_is_built(config, monkeypatch):
    config("site_name: x\n")
    monkeypatch.delenv("RELEASE", raising=False)
    plugin().on_pre_build(config=None)
