"""The look-alike: an address or a number that is written as another one, and is none."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="look-alikes",
    title="accounts are opened under e-mails, and numbers filed, that only look like others",
    good="refuses them, or takes them for what they look like: there is no second account",
    item="OAT-019 Account Creation",
    requirement="ASVS 2.2.1",
    tag=Tag.INTRUSIVE,
    answers={
        "account": Answers(statuses=frozenset({200, 201, 202, 303, 400, 409, 422, 429, 503})),
        "log-in": Answers(statuses=frozenset({400, 401, 403, 404, 422, 429, 503})),
        "number": Answers(statuses=frozenset({400, 401, 403, 409, 422, 429, 503})),
    },
    needs=("to_session", "account", "log_in", "identity"),
)
