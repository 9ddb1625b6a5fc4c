"""A Refusal of the proxy's API: a status, and what is wrong in a sentence."""

from http import HTTPStatus

from pydantic import ValidationError

from siaga.scenario.part import Part


class Refusal(Exception):  # noqa: N818 - it is an answer
    """What was asked is not done.

    Args:
        status: of the answer.
        text: "subject: what is wrong; what is allowed", a line for each problem.
    """

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status

    def document(self) -> dict[str, object]:
        """Give it as JSON, as toxiproxy does."""
        return {"error": str(self), "status": int(self.status)}


def bad(text: str) -> Refusal:
    """Give the refusal of something that makes no sense."""
    return Refusal(HTTPStatus.BAD_REQUEST, text)


def absent(text: str) -> Refusal:
    """Give the refusal of something about what is not there."""
    return Refusal(HTTPStatus.NOT_FOUND, text)


def taken(text: str) -> Refusal:
    """Give the refusal of something that is there already."""
    return Refusal(HTTPStatus.CONFLICT, text)


def wrong(error: ValidationError, form: type[Part], subject: str = "") -> Refusal:
    """Give the refusal of what does not have its form.

    Args:
        error: what pydantic found.
        form: what was needed.
        subject: what is written in front of each key.
    """
    allowed = ", ".join(form.model_fields)
    lines = []
    for one in error.errors():
        key = ".".join(filter(None, (subject, *map(str, one["loc"]))))
        if one["type"] == "extra_forbidden":
            lines.append(f"{key}: is unknown; {allowed} are allowed")
        elif one["type"] == "missing":
            lines.append(f"{key}: is missing; it is needed")
        else:
            lines.append(f"{key or 'body'}: is {one['input']!r}; {_rule(one['msg'])}")
    return bad("\n".join(lines))


def _rule(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
