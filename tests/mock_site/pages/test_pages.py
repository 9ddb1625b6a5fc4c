"""The pages: both catalogues say everything that the other says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest

import mock_site
from mock_site.forms.profile_form import EDUCATION, EMPLOYMENT
from mock_site.pages.days import moment, today
from mock_site.pages.negotiation import Language
from mock_site.pages.pages import Pages, grouped, read_words
from mock_site.store.progress import Step

PACKAGE = Path(mock_site.__file__).parent
CATALOGUES = {language: read_words(language) for language in Language}
REASON = re.compile(r'"((?:is|has) [^"{]+)"')


def leaves(words: Any, at: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of YAML
    """Give every text with its place."""
    if isinstance(words, dict):
        for name, one in words.items():
            yield from leaves(one, f"{at}/{name}")
    elif isinstance(words, list):
        for number, one in enumerate(words):
            yield from leaves(one, f"{at}/{number}")
    else:
        yield at, words


def test_both_catalogues_have_the_same_keys() -> None:
    """Nobody meets a page that is half translated."""
    indonesian, english = (dict(leaves(CATALOGUES[language])) for language in Language)
    assert indonesian.keys() == english.keys()
    assert all(isinstance(text, str) and text for text in (*indonesian.values(), *english.values()))


def test_both_catalogues_have_the_same_gaps_to_fill() -> None:
    """A number that one language shows, the other shows as well."""
    indonesian, english = (dict(leaves(CATALOGUES[language])) for language in Language)
    gaps = re.compile(r"\{(\w+)\}")
    wrong = [
        place
        for place, text in indonesian.items()
        if sorted(gaps.findall(text)) != sorted(gaps.findall(english[place]))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", Language)
def test_every_choice_and_step_has_words(language: Language) -> None:
    """What a form takes is what its page offers, in its order."""
    words = CATALOGUES[language]
    assert tuple(words["profile"]["education_choices"]) == EDUCATION
    assert tuple(words["profile"]["employment_choices"]) == EMPLOYMENT
    assert {step.value for step in Step} <= words["steps"].keys()


@pytest.mark.parametrize(
    "name", ["account_form", "fields", "identity_form", "profile_form", "phone_form"]
)
def test_every_reason_of_a_form_has_words(name: str) -> None:
    """A person reads why in their own language."""
    reasons = set(REASON.findall((PACKAGE / "forms" / f"{name}.py").read_text("utf-8")))
    assert reasons - CATALOGUES[Language.INDONESIAN]["reasons"].keys() == set()


def test_every_template_compiles() -> None:
    """And is one that the site knows."""
    loader = jinja2.PackageLoader("mock_site", "templates")
    pages = Pages()
    for name in loader.list_templates():
        if name.endswith(".html"):
            pages._environment.get_template(name)


def test_the_style_has_an_address_of_its_own_version() -> None:
    """So that it may be kept for good."""
    style = Pages().style
    assert re.fullmatch(r"/assets/site\.[0-9a-f]{16}\.css", style.path)
    assert b"focus-visible" in style.body


def test_numbers_and_moments_are_written_as_in_jakarta() -> None:
    """Dots in numbers, Western Indonesia Time in moments, and its midnight between two days."""
    assert [grouped(164_872, mark) for mark in ".,"] == ["164.872", "164,872"]
    assert moment(1_586_606_400.0) == "11-04-2020 19:00:00 WIB"
    assert [today(at_s).day for at_s in (1_586_624_399.0, 1_586_624_400.0)] == [11, 12]
