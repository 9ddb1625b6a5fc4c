"""A body names whom it is about, in one spelling, or nobody."""

import json

import pytest

from mock_site.protection.rate_limits.subject import LOGGING_IN, SUBJECTS, Subject, named

PHONE = SUBJECTS["POST", "/phone"][1]


@pytest.mark.parametrize("email", ["Budi@Warga.test", " budi@warga.test ", "BUDI@WARGA.TEST"])
def test_spellings_of_an_email_are_one(email: str) -> None:
    """Whoever writes it another way is still the same."""
    assert named(json.dumps({"email": email}).encode(), LOGGING_IN, is_form=False) == "budi@warga.test"


@pytest.mark.parametrize("phone", ["0841-2345-6789", "+6284123456789", "62 841 2345 6789"])
def test_spellings_of_a_phone_are_one(phone: str) -> None:
    """With and without country, dashes or blanks."""
    assert named(json.dumps({"phone": phone}).encode(), PHONE, is_form=False) == "+6284123456789"


def test_a_web_form_is_read_as_well() -> None:
    """As browsers send it."""
    assert named(b"csrf=x&email=Budi%40warga.test", LOGGING_IN, is_form=True) == "budi@warga.test"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'{"email": 5}', b'{"email": "no address"}', b"[" * 100_000, b"\xff"]
)
@pytest.mark.parametrize("is_form", [True, False])
def test_a_body_that_names_nobody_is_left_to_the_view(body: bytes, *, is_form: bool) -> None:
    """A limit is no check of the form."""
    assert named(body, LOGGING_IN, is_form=is_form) is None


def test_every_limit_lets_an_honest_person_through() -> None:
    """A handful at once, whatever it is."""
    subjects: list[Subject] = [LOGGING_IN, *(one for found in SUBJECTS.values() for one in found)]
    assert min(one.rate.burst for one in subjects) >= 3
