"""Claims about a case of abuse: what cannot be judged is refused when it is described."""

from typing import Any

import pytest

from siaga.abuse.case import Answers, Case, Tag

REFUSED = Answers(statuses=frozenset({403}))


def _case(**changed: object) -> Case:
    given: dict[str, Any] = {
        "name": "race",
        "title": "a race",
        "good": "wins it",
        "item": "OAT-005",
        "tag": Tag.PASSIVE,
        "answers": {"join": REFUSED},
    }
    return Case(**{**given, **changed})


def test_a_case_is_judged_under_a_name_of_its_own() -> None:
    """Which is told from those that scenarios give."""
    assert _case().objective == "abuse-race"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name": "Race"}, "name: 'Race' is none; small letters, digits and - are, 34 at most"),
        ({"name": "r" * 35}, "name: "),
        ({"answers": {}}, r"answers: of \[\]; some probes with names are needed"),
        ({"answers": {"": REFUSED}}, r"answers: of \[''\]; some probes with names are needed"),
        ({"seats_each": -1}, "seats_each: is -1; 0 or more is allowed"),
        ({"good": ""}, "case race: needs a title, what is good, and an item"),
    ],
)
def test_a_case_that_asserts_nothing_is_refused(changed: dict[str, object], problem: str) -> None:
    """With what is wrong, and what is allowed."""
    with pytest.raises(ValueError, match=f"^{problem}"):
        _case(**changed)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"statuses": {500}}, "statuses: 500; 100 to 499 and 503 are"),
        ({"statuses": {99}}, "statuses: 99; 100 to 499 and 503 are"),
        ({"statuses": ()}, "statuses: are none, and no connection may be closed; something has to be"),
        ({"most": {404: 1}}, "most, least: 1 of status 404; 1 or more of an allowed one is"),
        ({"idle": {403, 429}}, r"idle: is \[403, 429\]; some answer has to show something"),
        ({"least": {403: 0}}, "most, least: 0 of status 403; 1 or more of an allowed one is"),
    ],
)
def test_answers_that_no_good_site_gives_are_refused(changed: dict[str, Any], problem: str) -> None:
    """A server error is never among the allowed ones, but that the site is busy may be."""
    given = {"statuses": {403}, **changed}
    with pytest.raises(ValueError, match=f"^{problem}$"):
        Answers(**{**given, "statuses": frozenset(given["statuses"])})


def test_a_closed_connection_can_be_all_that_is_allowed() -> None:
    """Of what is no request there need be no answer."""
    assert Answers(statuses=frozenset(), closed=True).closed
