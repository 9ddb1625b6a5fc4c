"""The agreement: the site's signed word that it is staging and may be loaded, or wants no load now."""

import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mock_site.settings import Settings
from mock_site.shared_file import shared_file

ENV = "staging"
FAKES = ("mail", "registry", "sms")
"""Its neighbours are processes of its own, whatever they are asked for."""


class Agreement:
    """Says it, for whoever has the key.

    Args:
        settings: of the site; without a key it says nothing.
    """

    def __init__(self, settings: Settings) -> None:
        self._key = settings.target_key.encode("utf-8")
        self._host = (urlsplit(settings.public_url).hostname or "").rstrip(".")
        self._flag: Path = shared_file(settings, "stop")

    @property
    def given(self) -> bool:
        """Whether there is a key, hence an agreement."""
        return bool(self._key)

    @property
    def stops(self) -> bool:
        """Whether the site wants no load now; all of its workers say the same."""
        return self._flag.exists()

    def change(self, *, stops: bool) -> None:
        """Say from now on whether the site wants no load.

        Raises:
            OSError: the flag cannot be written.
        """
        if stops:
            self._flag.touch()
        else:
            self._flag.unlink(missing_ok=True)

    def answer(self, nonce: str) -> Mapping[str, Any]:
        """Give the answer to a question.

        Args:
            nonce: of the question: 32 hexadecimal digits.
        """
        stop = self.stops
        statement = (
            f"siaga=1\nnonce={nonce}\nenv={ENV}\nhost={self._host}\n"
            f"fakes={','.join(FAKES)}\nstop={'true' if stop else 'false'}\n"
        )
        return {
            "siaga": 1,
            "nonce": nonce,
            "env": ENV,
            "host": self._host,
            "fakes": list(FAKES),
            "stop": stop,
            "signature": hmac.new(self._key, statement.encode("ascii"), hashlib.sha256).hexdigest(),
        }
