"""Claims about the registration that a scenario rehearses."""

import pytest
from pydantic import ValidationError

from siaga.scenario.registration import Registration


def test_a_registration_is_written_with_its_time_and_its_people() -> None:
    """The launch of 2020 took 117 hours."""
    read = Registration.model_validate({"for": "117 h", "people": 5_965_048})
    assert (read.for_s, read.people) == (421_200.0, 5_965_048)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"for": "117 h"}, "people"),
        ({"people": 9}, "for"),
        ({"for": "0 s", "people": 9}, "for"),
        ({"for": "1 s", "people": 0}, "people"),
        ({"for": "1 s", "people": "9"}, "people"),
    ],
)
def test_half_a_registration_or_an_empty_one_is_refused(given: dict[str, object], place: str) -> None:
    """At its place."""
    with pytest.raises(ValidationError) as refused:
        Registration.model_validate(given)
    assert [error["loc"] for error in refused.value.errors()] == [(place,)]
