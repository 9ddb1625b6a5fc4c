"""The flood of mail: letters to somebody who has not asked for them."""

from siaga.abuse.case import Answers, Case, Tag

ASKED = 20
MOST = 6

CASE = Case(
    name="mail-flood",
    title=f"an account is opened {ASKED} times more under an e-mail that has one",
    good="sends a few letters to that address, and no more, whatever it answers",
    item="OAT-017 Spamming",
    requirement="ASVS 2.4.1",
    tag=Tag.INTRUSIVE,
    answers={
        "account": Answers(statuses=frozenset({200, 201, 202, 204, 303, 400, 403, 409, 422, 429})),
        "letters": Answers(statuses=frozenset({200})),
    },
    needs=("to_account", "account", "letters"),
)
