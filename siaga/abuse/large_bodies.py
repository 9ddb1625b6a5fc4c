"""The large body: a form of megabytes, plain or packed."""

from siaga.abuse.case import Answers, Case, Tag

PADDING_BYTES = 4 * 1024 * 1024


CASE = Case(
    name="large-bodies",
    title=f"the form of an account has {PADDING_BYTES // 1024**2} MiB of blanks, plain and packed",
    good="refuses it by its head, or as soon as it is too much",
    item="API4:2023 Unrestricted Resource Consumption",
    requirement="ASVS 15.2.2",
    tag=Tag.DESTRUCTIVE,
    answers={
        "plain": Answers(statuses=frozenset({400, 413, 429, 503}), closed=True),
        "packed": Answers(statuses=frozenset({400, 413, 415, 429, 503}), closed=True),
    },
    needs=("to_account", "account"),
)
