"""Claims about links: a line is slow, and not so slow that nothing would ever go over it."""

from typing import Any

import pytest
from pydantic import ValidationError

from siaga.scenario.link import Link


def test_a_line_is_said_in_bytes_a_second() -> None:
    """What is resolved from it reads the same again."""
    read = Link.model_validate({"sends": "1000/s", "takes": "600000/min", "latency": "200 ms"})
    assert (read.sends_bytes_per_s, read.takes_bytes_per_s, read.latency_s) == (1_000, 10_000, 0.2)
    assert Link.model_validate(read.model_dump(by_alias=True)) == read


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"takes": "100/s"}, "sends"),
        ({"sends": "100/s"}, "takes"),
        ({"sends": "49/s", "takes": "100/s"}, "sends"),
        ({"sends": "100/s", "takes": "0/s"}, "takes"),
        ({"sends": "100/s", "takes": "100/s", "latency": "-1 s"}, "latency"),
    ],
)
def test_a_line_over_which_nothing_goes_is_refused(given: dict[str, Any], place: str) -> None:
    """At the key that is at fault."""
    with pytest.raises(ValidationError) as refused:
        Link.model_validate(given)
    assert {one["loc"] for one in refused.value.errors()} == {(place,)}
