"""The sniping: joins in the last moment, and in those after it."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="sniping",
    title="one joins all the time around the close, another just after it",
    good="gives the first one seat, and the other none",
    item="OAT-013 Sniping",
    requirement="ASVS 2.3.2",
    tag=Tag.INTRUSIVE,
    answers={
        "join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), most={201: 1}),
        # 409 may be for want of seats, and of the close it says nothing then.
        "late": Answers(statuses=frozenset({403, 409, 410, 422, 429}), idle=frozenset({409, 429})),
    },
    seats_each=1,
    needs=("to_join", "join"),
    needs_close=True,
)
