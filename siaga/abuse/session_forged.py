"""The forged session: a token that was altered, cut short, or put together of two."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="session-forged",
    title="somebody alters the token of a session, in ten ways",
    good="knows none of them",
    item="API2:2023 Broken Authentication",
    requirement="ASVS 7.2.1",
    tag=Tag.PASSIVE,
    answers={"session": Answers(statuses=frozenset({400, 401, 403, 429}))},
    needs=("to_session", "private", "session_cookies"),
)
