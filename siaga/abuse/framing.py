"""The ambiguous frame: a request whose end two servers would see in two places."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="framing",
    title="requests are sent of which nobody can say where they end or whom they are for",
    good="refuses them, and closes the connection, on which nothing after them means anything",
    item="API8:2023 Security Misconfiguration",
    requirement="ASVS 4.2.1",
    tag=Tag.INTRUSIVE,
    answers={
        "two-ends": Answers(statuses=frozenset({400, 411, 413, 431}), closed=True),
        "malformed": Answers(statuses=frozenset({400, 404, 405, 421, 431}), closed=True),
        "folded": Answers(
            statuses=frozenset({200, 301, 302, 303, 400, 401, 403, 404, 405}), closed=True
        ),
    },
)
