"""The step skipped: whoever has only logged in, or not passed the test, asks for what comes last."""

from siaga.abuse.case import Answers, Case, Tag

_REFUSED = Answers(statuses=frozenset({400, 401, 403, 404, 409, 422, 429}))

CASE = Case(
    name="step-skip",
    title="somebody who has only logged in joins and starts the test, another joins without it",
    good="refuses each step whose predecessor is missing",
    item="OAT-006 Expediting",
    requirement="ASVS 2.3.1",
    tag=Tag.INTRUSIVE,
    answers={"join": _REFUSED, "phone": _REFUSED, "test": _REFUSED, "untested": _REFUSED},
    needs=("to_session", "to_test", "join", "ask_code", "start_test"),
)
