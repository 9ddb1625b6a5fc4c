"""The shared pass: one person's turn, used by others."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="queue-shared",
    title="three others use the pass of somebody who was let in",
    good="knows whose it is, and lets the others wait",
    item="OAT-005 Scalping, OAT-002 Token Cracking",
    tag=Tag.PASSIVE,
    answers={"pass": Answers(statuses=frozenset({400, 401, 403, 410, 429, 503}))},
    needs=("to_session", "private", "pass_cookies"),
)
