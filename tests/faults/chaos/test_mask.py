"""Claims about the mask: no secret gets past it, and none may be written plainly."""

import logging

from siaga.faults.chaos.mask import Mask, MaskedLines, plain_secrets

MASK = Mask.of({"site": {"password": "open sesame", "pin": "123", "keys": ["open", 7]}}, "token")


def test_secrets_are_taken_out_of_texts() -> None:
    """The longer ones first; those that stand in any text are left."""
    assert MASK.text("open sesame! the token 123 opens") == "***! the *** 123 ***s"
    assert Mask().text("open") == "open"
    assert Mask.of({}, "").text("text") == "text"


def test_secrets_are_taken_out_of_json() -> None:
    """Keys and values, however deep; numbers stay numbers."""
    content = {"open": [{"a": "my token"}, 7, None, True], "b": 1.5}
    assert MASK.of_json(content) == {"***": [{"a": "my ***"}, 7, None, True], "b": 1.5}


def test_secrets_are_taken_out_of_what_is_logged() -> None:
    """After the line is made, so that arguments are seen, too."""
    record = logging.LogRecord("chaostoolkit", logging.INFO, "", 0, "said %s", ("open sesame",), None)
    assert MaskedLines("%(levelname)s: %(message)s", MASK).format(record) == "INFO: said ***"


def test_only_references_to_secrets_may_be_written() -> None:
    """Each that stands in the clear is named."""
    kept = {"site": {"password": {"type": "env", "key": "NAME"}, "all": {"type": "vault", "path": "a"}}}
    assert list(plain_secrets(kept)) == []
    assert list(plain_secrets(None)) == []
    found = list(plain_secrets({"site": {"password": "sesame", "pin": 5}, "other": ["x"]}))
    assert [one.split(":")[0] for one in found] == [
        "secrets.site.password",
        "secrets.site.pin",
        "secrets.other",
    ]
