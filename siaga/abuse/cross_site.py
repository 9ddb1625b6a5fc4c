"""The form of another site: a browser that is logged in is made to send it."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

CASE = Case(
    name="cross-site",
    title="a page of another site has a browser send the form that joins",
    good="refuses what none of its own pages has sent",
    item="API8:2023 Security Misconfiguration",
    requirement="ASVS 3.5.1",
    tag=Tag.INTRUSIVE,
    answers={
        "form": Answers(statuses=frozenset({400, 401, 403, 415, 422, 429})),
        # Of another, on the site's own page: whether there was a seat to be had.
        "join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN),
    },
    seats_each=1,
    needs=("to_join", "join_form", "join"),
)
