"""The wrong kind: a body that is not called what it is, a method that nothing is asked by."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="wrong-kind",
    title="an account is asked for with other content types and other methods",
    good="takes JSON that is called so, and says which methods there are",
    item="API8:2023 Security Misconfiguration",
    requirement="ASVS 4.1.4",
    tag=Tag.INTRUSIVE,
    answers={
        "type": Answers(statuses=frozenset({400, 415, 422, 429, 503})),
        "method": Answers(statuses=frozenset({400, 401, 403, 404, 405, 429, 503})),
    },
    needs=("to_account", "account"),
)
