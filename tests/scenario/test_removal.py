"""Claims about the removal of a scenario: one call for one row, and never one for all."""

import pytest

from siaga.errors import ScenarioError
from siaga.scenario.removal import Removal
from tests.scenario.days import day


def test_what_nobody_says_of_a_removal_is_careful() -> None:
    """A DELETE, fifty a second, with the admin token; the names in its path are known."""
    made = day('site.clean={path: "/rows/{operation}/of/{person}/{operation}"}').site.clean
    assert made == Removal(path="/rows/{operation}/of/{person}/{operation}")
    assert (made.method, made.token, made.rate_per_s) == ("DELETE", "${SITE_ADMIN_TOKEN}", 50.0)
    assert made.places == ("operation", "person")


def test_a_path_may_have_any_letters_beside_its_places() -> None:
    """Also where the places stand one after the other."""
    path = "/API/INDEX/{seat}{person}.XML"
    made = day(f'site.clean={{path: "{path}"}}').site.clean
    assert made is not None
    assert (made.path, made.places) == (path, ("seat", "person"))


@pytest.mark.parametrize(
    ("clean", "problem"),
    [
        ("{path: /rows}", "site.clean.path: '/rows' names no row; write a place such as {operation}"),
        ('{path: "/rows/{}"}', "names no row"),
        ('{path: "/rows/{seat"}', "names no row"),
        ('{path: "/rows/{seat}}"}', "has a brace alone"),
        ('{path: "/rows?id={seat}"}', "has a query; a path is allowed"),
        ('{path: "/rows/{seat}#top"}', "has a query; a path is allowed"),
        ('{path: "rows/{seat}"}', "site.clean.path: 'rows/{seat}' is refused"),
        ('{path: "/{seat}", token: secret}', "site.clean.token: is no reference to the environment"),
        ('{path: "/{seat}", rate: 0/s}', "site.clean.rate: "),
        ('{path: "/{seat}", method: GET}', "site.clean.method: 'GET' is refused"),
        ('{path: "/{seat}", most: 0}', "site.clean.most: "),
    ],
)
def test_what_is_no_removal_of_one_row_is_refused(clean: str, problem: str) -> None:
    """A path without a place would be the same call for every row."""
    with pytest.raises(ScenarioError) as refused:
        day(f"site.clean={clean}")
    assert problem in str(refused.value)


def test_without_a_roll_nothing_can_be_removed() -> None:
    """Nobody would know what."""
    with pytest.raises(
        ScenarioError, match=r"site\.clean: removes rows of the roll, which is not given"
    ):
        day('site.clean={path: "/{seat}"}', "site.roll=null", "site.notices=null", "evidence.seen=[]")
