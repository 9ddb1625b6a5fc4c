"""The forged pass: whoever waits writes one that says that it is their turn."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="queue-forged",
    title="somebody who waits writes passes of the waiting room that nobody gave",
    good="lets nobody in by them",
    item="OAT-005 Scalping, OAT-002 Token Cracking",
    tag=Tag.PASSIVE,
    answers={"pass": Answers(statuses=frozenset({400, 401, 403, 410, 429, 503}))},
    needs=("queue", "position", "behind", "forged_passes"),
)
