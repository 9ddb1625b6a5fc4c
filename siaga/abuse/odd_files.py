"""The odd file: it is handed in as a picture, and is none, or more than one."""

from siaga.abuse.case import Answers, Case, Tag

REFUSED = frozenset({400, 403, 409, 413, 415, 422, 429, 503})
TAKEN = frozenset({200, 201, 202, 204, 302, 303})

CASE = Case(
    name="odd-files",
    title="pages, archives, a billion pixels, odd names and broken forms are handed in as pictures",
    good="looks at the bytes and not at the name, and refuses what is more than a picture",
    item="API8:2023 Security Misconfiguration",
    requirement="ASVS 5.2.2, 5.2.6, 5.3.2",
    tag=Tag.DESTRUCTIVE,
    answers={
        "disguised": Answers(statuses=REFUSED),
        "polyglot": Answers(statuses=REFUSED),
        "pixels": Answers(statuses=REFUSED),
        "parts": Answers(statuses=REFUSED, closed=True),
        "cut": Answers(statuses=REFUSED, closed=True),
        "kept": Answers(statuses=frozenset({200})),
        "name": Answers(statuses=REFUSED | TAKEN),
    },
    needs=("to_documents", "upload", "uploads"),
)
