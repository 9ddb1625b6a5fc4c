"""The race of one person: fifty joins at once, of which each looks whether the person has a seat yet."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

CASE = Case(
    name="race-one-person",
    title="one person joins fifty times at once, each time with another key",
    good="gives one seat, and says to the others that it has",
    item="OAT-005 Scalping",
    requirement="ASVS 2.3.4",
    tag=Tag.INTRUSIVE,
    answers={"join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN, most={201: 1})},
    seats_each=1,
    needs=("to_join", "join"),
)
