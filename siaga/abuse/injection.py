"""The injected text: a name that is a piece of another language."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="injection",
    title="somebody's name is a piece of SQL, of a page, of a template, of a shell or of a head",
    good="keeps it as it is or refuses it, and shows it as text",
    item="API8:2023 Security Misconfiguration",
    requirement="ASVS 1.2.1",
    tag=Tag.INTRUSIVE,
    answers={
        "name": Answers(statuses=frozenset({200, 201, 202, 400, 403, 409, 422, 429, 503})),
        "page": Answers(statuses=frozenset({200, 302, 303, 401, 403, 404, 429, 503})),
    },
    needs=("to_session", "identity", "private"),
)
