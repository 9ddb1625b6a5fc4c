"""A session names one account, for half a day."""

from pathlib import Path

from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.trust.ended_sessions import WORDS, EndedSessions
from mock_site.trust.seal import Seal
from mock_site.trust.session import LIFETIME_S, Sessions

SECRET = bytes(range(32))
ACCOUNT = "0123456789abcdef" * 2


def test_a_session_names_its_account_until_it_expires() -> None:
    """Twelve hours after it began it is none any more."""
    sessions = Sessions(SECRET)
    token = sessions.begin(ACCOUNT, 1000.0)
    assert sessions.account_id(token, 1000.0 + LIFETIME_S - 1) == ACCOUNT
    assert sessions.account_id(token, 1000.0 + LIFETIME_S) is None


def test_two_sessions_of_an_account_differ() -> None:
    """So that a form of one cannot be sent in the other."""
    sessions = Sessions(SECRET)
    assert sessions.begin(ACCOUNT, 0.0) != sessions.begin(ACCOUNT, 0.0)


def test_sessions_hold_across_processes_and_nowhere_else() -> None:
    """The secret alone decides."""
    token = Sessions(SECRET).begin(ACCOUNT, 0.0)
    assert Sessions(SECRET).account_id(token, 0.0) == ACCOUNT
    assert Sessions(bytes(32)).account_id(token, 0.0) is None
    assert Sessions(SECRET).account_id(None, 0.0) is None


def test_a_link_of_an_email_is_no_session() -> None:
    """Its token has the same shape and another purpose."""
    token = Seal(SECRET, "verify-email").sealed(ACCOUNT, 1000.0)
    assert Sessions(SECRET).account_id(token, 0.0) is None


def test_over_https_the_cookie_belongs_to_the_host_alone() -> None:
    """Browsers take a cookie of that name only if it is secure and of this very host."""
    assert Sessions(SECRET).cookie == "session"
    assert Sessions(SECRET, is_secure=True).cookie == "__Host-session"


def test_a_session_that_was_ended_is_nobodys(tmp_path: Path) -> None:
    """Its token is still one that the site has written; other sessions of the account go on."""
    with SharedWords(tmp_path / "ended", WORDS) as words:
        sessions = Sessions(SECRET, ended=EndedSessions(words))
        first, second = (sessions.begin(ACCOUNT, 0.0) for _ in range(2))
        sessions.end(first, 1.0)
        assert sessions.account_id(first, 1.0) is None
        assert sessions.is_own(first, 1.0)
        assert sessions.account_id(second, 1.0) == ACCOUNT


def test_what_is_no_session_cannot_be_ended(tmp_path: Path) -> None:
    """Whoever sends rubbish fills no place, and breaks nothing."""
    with SharedWords(tmp_path / "ended", WORDS) as words:
        sessions = Sessions(SECRET, ended=EndedSessions(words))
        token = sessions.begin(ACCOUNT, 0.0)
        for wrong in (None, "", "x", token[:-1], f"{token}0", Seal(bytes(32), "session").sealed("a", 9)):
            sessions.end(wrong, 1.0)
        assert not any(words.span(0, WORDS))


def test_without_a_book_of_the_ended_a_token_is_good_for_its_time() -> None:
    """As the naive site has it, which only takes the cookie back."""
    sessions = Sessions(SECRET)
    token = sessions.begin(ACCOUNT, 0.0)
    sessions.end(token, 1.0)
    assert sessions.account_id(token, 2.0) == ACCOUNT
