"""The race for the last seats: a gang that joins in the same instant, each of them several times."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

GANG, EACH = 6, 4

CASE = Case(
    name="race-last-seats",
    title=f"{GANG} people join at the same instant, each of them {EACH} times",
    good="gives each one seat, and never more than there are",
    item="OAT-005 Scalping",
    requirement="ASVS 2.3.4",
    tag=Tag.INTRUSIVE,
    answers={"join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN)},
    seats_each=GANG,
    needs=("to_join", "join"),
)
