"""A parcel is read strictly."""

from typing import Any

import pytest

from mock_site.neighbours.post_office.conditions import Kind
from mock_site.neighbours.post_office.parcel import MOST_OF_SACK, Parcel, sack_of
from mock_site.pages.refusals import Refusal

GOOD = {"kind": "email", "to": "Budi@Warga.test", "key": "k1", "subject": "s", "text": "t"}


def test_an_address_is_the_same_in_any_case() -> None:
    """Budi@ is budi@."""
    wanted = Parcel(kind=Kind.EMAIL, to="budi@warga.test", key="k1", subject="s", text="t")
    assert Parcel.read(GOOD) == wanted


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "fax"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": ["email"]}, "kind"),
        ({"to": ""}, "to"),
        ({"to": 5}, "to"),
        ({"key": ""}, "key"),
        ({"subject": None}, "subject"),
        ({"text": "x" * 10_001}, "text"),
        ({"cc": "x"}, "cc"),
    ],
)
def test_what_is_no_message_is_refused_by_field(change: dict[str, Any], field: str) -> None:
    """400."""
    with pytest.raises(Refusal) as refused:
        Parcel.read({**GOOD, **change})
    assert (refused.value.status, refused.value.body["field"]) == (400, field)


def test_a_sack_is_read_in_order() -> None:
    """As many as it may have."""
    messages = [{**GOOD, "key": f"{number}"} for number in range(MOST_OF_SACK)]
    assert [one.key for one in sack_of({"messages": messages})] == [one["key"] for one in messages]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "messages"),
        ({"messages": GOOD}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": [GOOD, "k"]}, "messages"),
        ({"messages": [GOOD] * (MOST_OF_SACK + 1)}, "messages"),
        ({"messages": [GOOD], "to": "x"}, "messages"),
        ({"messages": [GOOD, {**GOOD, "key": ""}]}, "key"),
    ],
)
def test_what_is_no_sack_is_refused_whole(content: dict[str, Any], field: str) -> None:
    """400, also where one message of it is none."""
    with pytest.raises(Refusal) as refused:
        sack_of(content)
    assert (refused.value.status, refused.value.body["field"]) == (400, field)
