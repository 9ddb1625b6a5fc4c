"""The held turns: taken by a programme, used by nobody."""

from siaga.abuse.case import Answers, Case, Tag

TURNS = 25
LAPSED_S = 450.0
"""How long it takes in the unscaled day until a turn was called and has lapsed."""

CASE = Case(
    name="hold-and-abandon",
    title=f"one takes {TURNS} turns of the waiting room, and lets them lapse",
    good="gives a turn that nobody takes to the next",
    item="OAT-021 Denial of Inventory",
    requirement="ASVS 2.4.1",
    tag=Tag.INTRUSIVE,
    answers={
        "take": Answers(statuses=frozenset({200, 201, 429, 503})),
        "late": Answers(statuses=frozenset({200, 400, 401, 403, 404, 410, 429, 503})),
    },
    needs=("queue", "position", "look", "admitted"),
)
