"""The link in an e-mail proves that it was read, for a day of the rehearsal."""

from mock_site.trust.email_link import EmailLinks

SECRET = bytes(range(32))
ACCOUNT = "0123456789abcdef" * 2


def test_a_link_holds_for_a_day_from_when_its_email_was_written() -> None:
    """The same message has the same link, whoever brings it."""
    links = EmailLinks(SECRET)
    token = links.token(ACCOUNT, 1000.0)
    assert token == EmailLinks(SECRET).token(ACCOUNT, 1000.0)
    assert links.account_id(token, 1000.0 + 86_399) == ACCOUNT
    assert links.account_id(token, 1000.0 + 86_400) is None


def test_a_day_shrinks_with_the_rehearsal() -> None:
    """At a tenth of the time it is 2.4 hours."""
    links = EmailLinks(SECRET, 0.1)
    token = links.token(ACCOUNT, 1000.0)
    assert links.account_id(token, 1000.0 + 8_639) == ACCOUNT
    assert links.account_id(token, 1000.0 + 8_640) is None
