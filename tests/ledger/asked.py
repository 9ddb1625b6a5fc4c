"""What is asked for in the tests of a journal."""

from siaga.ledger.journal import Journal


def invoked(journal: Journal, person: str = "p") -> str:
    """Have a person ask for something, and give the operation's name."""
    return journal.invoke(kind="join", person=person, key=f"key of {person}", at_s=1.23456789)
