"""A letter says in words what its message is about."""

import pytest

from mock_site.outside.letter import Letters
from mock_site.store.message import Message, MessageKind


def letters() -> Letters:
    """Give letters of a site whose tokens can be read."""
    return Letters("https://site.test/", lambda account, at_s: f"{account}~{at_s:g}")


def message(kind: MessageKind, body: str) -> Message:
    """Give a message of account a7, written at 5."""
    return Message(message_id=1, kind=kind, account_id="a7", to="x", body=body, at_s=5.0)


@pytest.mark.parametrize(
    ("kind", "body", "channel", "said"),
    [
        (MessageKind.VERIFY_EMAIL, "", "email", "https://site.test/accounts/verify-email?token=a7~5\n"),
        (MessageKind.RESULT, "passed", "email", "lulus. Silakan masuk"),
        (MessageKind.RESULT, "failed", "email", "belum lulus"),
        (MessageKind.OTP, "004711", "sms", "Kode Anda 004711."),
        (MessageKind.SEAT, "r1", "sms", "nomor pendaftaran r1."),
        (MessageKind.NOT_DRAWN, "r1", "sms", "Registration r1 was not drawn."),
    ],
)
def test_each_kind_says_its_own(kind: MessageKind, body: str, channel: str, said: str) -> None:
    """E-mails have a subject, SMS have none, and the body is in the text."""
    letter = letters().of(message(kind, body))
    assert said in letter.text
    assert (letter.channel, bool(letter.subject)) == (channel, channel == "email")


def test_a_code_is_in_an_sms_once_for_each_language_and_nothing_else_is_a_number() -> None:
    """Whoever looks for six digits finds the code."""
    text = letters().of(message(MessageKind.OTP, "004711")).text
    assert [word.strip(".") for word in text.split() if word.strip(".").isdigit()] == ["004711"] * 2
