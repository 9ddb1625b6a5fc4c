"""The test done too fast: answers that come before anybody can have read a question."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="too-fast",
    title="the timed test is handed in at the moment in which it was started",
    good="refuses what no person can do",
    item="OAT-006 Expediting",
    requirement="ASVS 2.4.2",
    tag=Tag.INTRUSIVE,
    answers={"hand-in": Answers(statuses=frozenset({400, 403, 409, 422, 425, 429}), idle=frozenset())},
    needs=("to_test", "start_test", "hand_in"),
)
