"""A mailbox of the tests: as much of IMAP as a look into it needs."""

import re
from collections.abc import Callable, Mapping

from tests.crowd.hostile_site import Script, Talk

Say = Callable[[bytes, str], bytes]
"""Gives the answer to a command, by its tag and its text."""


def mailbox(letters: Mapping[int, str], asked: list[str] | None = None) -> Script:
    """Give the script of a mailbox.

    Args:
        letters: whole messages, by their numbers.
        asked: where the commands are noted.
    """

    def said(tag: bytes, command: str) -> bytes:
        word = command.split(" ")[1 if command.startswith("UID ") else 0].upper()
        if word == "LOGIN" and '"secret"' not in command:
            return tag + b" NO wrong password\r\n"
        if asked is not None:
            asked.append(command)
        told: Callable[[], bytes] = {
            "CAPABILITY": lambda: b"* CAPABILITY IMAP4rev1\r\n",
            "SELECT": lambda: b"* %d EXISTS\r\n" % len(letters),
            "SEARCH": lambda: b"* SEARCH " + " ".join(_to(letters, command)).encode() + b"\r\n",
            "FETCH": lambda: b"".join(map(_letter, _asked(letters, command))),
            "LOGOUT": lambda: b"* BYE\r\n",
        }.get(word, bytes)
        return told() + tag + b" OK done\r\n"

    return speaks(said)


def speaks(say: Say) -> Script:
    """Give the script that answers one command after the other."""

    def play(talk: Talk) -> None:
        talk.say(b"* OK ready\r\n")
        with talk.socket.makefile("rb") as lines:
            for line in lines:
                tag, _, command = line.strip().partition(b" ")
                talk.say(say(tag, command.decode()))

    return play


def _to(letters: Mapping[int, str], command: str) -> list[str]:
    named = re.search(r"UID ([0-9,]+)", command.removeprefix("UID "))
    if named is not None:
        return [uid for uid in named[1].split(",") if int(uid) in letters]
    (to,) = re.findall(r'TO "([^"]+)"', command)
    return [str(uid) for uid, text in letters.items() if f"To: {to}" in text]


def _asked(letters: Mapping[int, str], command: str) -> list[tuple[int, str]]:
    numbers = [int(uid) for uid in command.split(" ")[2].split(",")]
    return [(uid, letters[uid]) for uid in numbers]


def _letter(letter: tuple[int, str]) -> bytes:
    uid, text = letter
    content = text.encode()
    head = b"* %d FETCH (UID %d FLAGS () RFC822.SIZE %d BODY[] {%d}\r\n"
    return head % (uid, uid, len(content), len(content)) + content + b")\r\n"
