"""The Inbox of a person: letters at a test double of a post office, read as a journey reads them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_string, policy
from typing import Any, Protocol
from urllib.parse import quote

from siaga.crowd.answer import Answer, AnswerError

MOST_LETTERS = 20
"""Newest letters of an inbox that one look reads."""


Read = Callable[[float], Sequence[str]]
ReadBy = Callable[[str, Read], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One person's looks into an inbox.

    Attributes:
        fetch: asks a post office for something as a step.
        read_by: has letters read in another way as a step: from a host, by what is told how many
            seconds it may take.
        read: ids of the letters that were read before: nobody reads one twice.
    """

    fetch: Callable[[str], Answer]
    read_by: ReadBy
    read: set[str] = field(default_factory=set)


class Inbox(Protocol):
    """Where letters come in."""

    def letters(self, to: str, look: Look) -> Iterator[str]:
        """Give the texts of those letters to somebody that were not read yet, newest first.

        Args:
            to: address or number of the person.
            look: of the person.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpInbox:
    """Letters that a post office lists as JSON.

    Attributes:
        url: of the list, with `{to}` where the person's address stands.
        letters_key: of the list in the answer, with dots between keys; empty: the answer is the list.
        text: key of the text in a letter.
        id: key of what tells letters apart; one without it is read at every look.
        letter_url: of a whole letter, with `{id}`; empty: the list has the texts.
        mime: whether the text is a whole message with its headers, whose parts are to be read.
        oldest_first: whether the list begins with the oldest.

    Raises:
        ValueError: the URL names no host.
    """

    url: str
    letters_key: str = ""
    text: str = "text"
    id: str = "id"
    letter_url: str = ""
    mime: bool = False
    oldest_first: bool = False

    def __post_init__(self) -> None:
        """Refuse what nobody can ask."""
        for one in (self.url, self.letter_url or self.url):
            if not one.startswith(("http://", "https://")):
                raise ValueError(f"inbox {one!r}: is no URL; write http://127.0.0.1:8025/...")

    @classmethod
    def of_site(cls, url: str) -> "HttpInbox":
        """Give an inbox of the built-in site's post office, as the site names it."""
        return cls(url=url, oldest_first=True)

    @classmethod
    def mailpit(cls, url: str) -> "HttpInbox":
        """Give the inboxes of a Mailpit.

        Args:
            url: scheme, host and port.
        """
        return cls(
            url=f"{url}/api/v1/search?query=to%3A%22{{to}}%22&limit={MOST_LETTERS}",
            letters_key="messages",
            text="Text",
            id="ID",
            letter_url=f"{url}/api/v1/message/{{id}}",
        )

    @classmethod
    def mailhog(cls, url: str) -> "HttpInbox":
        """Give the inboxes of a MailHog; `url` as of `mailpit`."""
        return cls(
            url=f"{url}/api/v2/search?kind=to&query={{to}}&limit={MOST_LETTERS}",
            letters_key="items",
            text="Raw.Data",
            id="ID",
            mime=True,
        )

    def letters(self, to: str, look: Look) -> Iterator[str]:
        """Give the texts of the letters that were not read yet, newest first.

        Raises:
            AnswerError: an answer is not of this shape.
            JourneyEndedError: the post office does not answer.
        """
        answer = look.fetch(self.url.replace("{to}", quote(to, safe="")))
        listed = _under(answer.json(), self.letters_key, answer)
        if not isinstance(listed, list):
            raise AnswerError(f"answer of {answer.path}: has no list of letters; see HttpInbox")
        newest = listed[::-1] if self.oldest_first else listed
        for one in newest[:MOST_LETTERS]:
            known = str(one.get(self.id, "")) if isinstance(one, Mapping) else ""
            if known and known in look.read:
                continue
            yield self._text(one, known, answer, look)
            if known:
                look.read.add(known)

    def _text(self, letter: object, known: str, answer: Answer, look: Look) -> str:
        if self.letter_url:
            answer = look.fetch(self.letter_url.replace("{id}", quote(known, safe="")))
            letter = answer.json()
        text = str(_under(letter, self.text, answer))
        return plain_text(text) if self.mime else text


def plain_text(message: str) -> str:
    """Give what a whole message says: its plain text, and its HTML as it stands."""
    parsed = message_from_string(message, policy=policy.default)
    texts = []
    for part in parsed.walk():
        if part.get_content_maintype() == "text":
            try:
                texts.append(str(part.get_content()))
            except (LookupError, ValueError):
                texts.append(str(part.get_payload()))
    return "\n".join(texts)


def _under(found: Any, key: str, answer: Answer) -> Any:  # noqa: ANN401 - any JSON
    for part in filter(None, key.split(".")):
        if not isinstance(found, Mapping) or part not in found:
            raise AnswerError(f"answer of {answer.path}: has no {key!r}; see HttpInbox")
        found = found[part]
    return found
