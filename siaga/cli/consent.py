"""The Consent of whoever sits at the terminal: they are asked, and type an answer."""

from collections.abc import Callable
from typing import TextIO

Ask = Callable[[str], str]


def consent(source: TextIO | None, sink: TextIO) -> Ask | None:
    """Give what asks at a terminal; None where nobody sits at one.

    Args:
        source: where the answer is typed; None: it is closed.
        sink: where the question is shown.
    """
    if source is None or not source.isatty():
        return None

    def ask(question: str) -> str:
        """Show a question and give what is typed, without blanks around it; nothing at the end of it."""
        sink.write(question)
        sink.flush()
        return source.readline().strip()

    return ask
