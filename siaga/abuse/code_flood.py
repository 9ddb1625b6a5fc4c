"""The flood of codes: SMS that the site pays for, asked for by the dozen (SMS pumping)."""

from siaga.abuse.case import Answers, Case, Tag

ASKED = 20
SENT = 6
"""Who is impatient asks for some more, and a good site sends them; nobody needs more than these."""

CASE = Case(
    name="code-flood",
    title=f"one account has {ASKED} codes sent to its phone",
    good="sends a few, and refuses the others",
    item="OAT-003 Cost-Inflation Fraud",
    requirement="API4:2023, ASVS 6.6.3",
    tag=Tag.INTRUSIVE,
    answers={
        "ask": Answers(
            statuses=frozenset({200, 201, 202, 403, 409, 429}),
            most={200: SENT, 201: SENT, 202: SENT},
            least={429: 1},
        )
    },
    needs=("to_phone", "ask_code"),
)
