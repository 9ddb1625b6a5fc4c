"""The long head: a URL, a field, or more fields than anybody needs."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="long-heads",
    title="requests are sent whose heads have no reason to be so long",
    good="reads no more of a head than it has to, and refuses the rest",
    item="API4:2023 Unrestricted Resource Consumption",
    requirement="ASVS 15.2.2",
    tag=Tag.PASSIVE,
    answers={"head": Answers(statuses=frozenset({400, 413, 414, 431}), closed=True)},
)
