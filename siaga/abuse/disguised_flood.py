"""The disguised flood: one address asks for accounts, and says each time that it is another one."""

from siaga.abuse.case import Answers, Case, Tag

TRIES = 80

CASE = Case(
    name="disguised-flood",
    title=f"one address asks for {TRIES} accounts, each time as if it were another",
    good="counts by the address that it sees, and believes no forwarding header of a stranger",
    item="OAT-019 Account Creation",
    requirement="ASVS 4.1.3",
    tag=Tag.INTRUSIVE,
    answers={"ask": Answers(statuses=frozenset({400, 403, 415, 422, 429}), least={429: 1})},
    needs=("account",),
)
