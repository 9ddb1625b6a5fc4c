"""A parcel is read strictly."""

from typing import Any

import pytest

from mock_site.neighbours.post_office.conditions import Kind
from mock_site.neighbours.post_office.parcel import Parcel
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
