"""The long text: a field in which a whole book would have room."""

from siaga.abuse.case import Answers, Case, Tag

CHARACTERS = 5_000


CASE = Case(
    name="long-texts",
    title=f"the fields of an account have {CHARACTERS:,} characters each",
    good="has a length for every field",
    item="API4:2023 Unrestricted Resource Consumption",
    requirement="ASVS 2.2.1",
    tag=Tag.INTRUSIVE,
    answers={"form": Answers(statuses=frozenset({400, 413, 422, 429, 503}))},
    needs=("to_account", "account"),
)
