"""The odd JSON: bodies that two parsers would read in two ways, or not at all."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="odd-json",
    title="the form of an account is sent as JSON that means two things or none",
    good="refuses it: 400 and no more, no error of its own",
    item="API8:2023 Security Misconfiguration",
    requirement="ASVS 1.5.3",
    tag=Tag.INTRUSIVE,
    answers={"form": Answers(statuses=frozenset({400, 413, 415, 422, 429, 503}))},
    needs=("to_account", "account"),
)
