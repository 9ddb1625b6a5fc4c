"""The key with another payload: what was asked for once is asked for differently, then ten times."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

CASE = Case(
    name="key-other-payload",
    title="a key that was used comes with another payload, and ten times at once with its own",
    good="refuses the first, and repeats its answer to the others",
    item="API6:2023 Sensitive Business Flows",
    tag=Tag.INTRUSIVE,
    answers={
        "join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN, most={201: 1}),
        "changed": Answers(statuses=frozenset({400, 403, 409, 415, 422, 429})),
        "again": Answers(statuses=frozenset({200, 201, 403, 409, 429, 503})),
    },
    seats_each=1,
    needs=("to_join", "join"),
)
