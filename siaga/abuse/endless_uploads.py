"""The endless upload: a file that says that it has gigabytes, and does not come."""

from siaga.abuse.case import Answers, Case, Tag

DECLARED_BYTES = 5_000_000_000

CASE = Case(
    name="endless-uploads",
    title=f"files are handed in that say they have {DECLARED_BYTES // 10**9} GB, and then do not come",
    good="refuses them by their heads, and keeps nothing open for them",
    item="API4:2023 Unrestricted Resource Consumption",
    requirement="ASVS 5.2.1",
    tag=Tag.DESTRUCTIVE,
    answers={"file": Answers(statuses=frozenset({400, 408, 413, 429, 503}), closed=True)},
    needs=("to_documents", "upload"),
)
