"""The mass of accounts: opened by a programme, with e-mails that nobody reads."""

from siaga.abuse.case import Answers, Case, Tag

ACCOUNTS = 30

CASE = Case(
    name="mass-accounts",
    title=f"one browser opens {ACCOUNTS} accounts, and logs in with each",
    good="gives nothing to whom it has not verified",
    item="OAT-019 Account Creation",
    requirement="ASVS 2.4.1",
    tag=Tag.INTRUSIVE,
    answers={
        "open": Answers(statuses=frozenset({200, 201, 202, 403, 409, 429, 503}), idle=frozenset({503})),
        "log-in": Answers(statuses=frozenset({401, 403, 429})),
    },
    needs=("to_account", "account", "log_in"),
)
