"""The session after its end: a token that somebody has kept from before the log-out."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="session-after-logout",
    title="somebody goes on with the token of a session that has been logged out of",
    good="ends the session itself, and not the cookie alone",
    item="API2:2023 Broken Authentication",
    requirement="ASVS 7.4.1",
    tag=Tag.PASSIVE,
    answers={"session": Answers(statuses=frozenset({400, 401, 403, 429}))},
    needs=("to_session", "own", "log_out", "session_cookies"),
)
