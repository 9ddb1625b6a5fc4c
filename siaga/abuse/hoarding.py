"""The hoard: connections that are opened and not used."""

from siaga.abuse.case import Answers, Case, Tag

CONNECTIONS = 200


CASE = Case(
    name="hoarding",
    title=f"{CONNECTIONS} connections from one address are opened, and nothing is asked on them",
    good="keeps room for everybody else: idle connections go first, and no address has them all",
    item="OAT-015 Denial of Service",
    requirement="ASVS 15.2.2",
    tag=Tag.DESTRUCTIVE,
    answers={
        "aside": Answers(statuses=frozenset({200, 204, 301, 302, 303, 304, 307, 308, 401, 403, 429})),
    },
)
