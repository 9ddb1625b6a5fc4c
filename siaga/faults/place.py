"""The Place of a run: what its faults can reach."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from siaga.credentials import Credentials
from siaga.errors import SiagaError
from siaga.faults.fault import FaultError
from siaga.sender import Sender
from siaga.web import Web

FILE = "place.json"

CALL_DEADLINE_S = 2.0
"""A look at a site that stands still must not make its fault last much longer than it was to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What there is to harm.

    Attributes:
        site_url: where the site answers admin calls, no proxy in between.
        site_pid: process id of the built-in site's supervisor; None: the site is not siaga's own.
        neighbours: base URL of each neighbour by its name, no proxy in between.
        proxy_url: of the proxy's own calls; empty: there is no proxy.
        store_path: the site's SQLite file; empty: the store is none.
        scratch: folder in which a fault may keep something for as long as it lasts; empty: none.
        records: folder in which a fault may keep for good what it has to show: the one that the place is
            read from; empty: none.
        run_id: of the run.
        addresses: to which the site's name was resolved; empty: it has none.
        token: bearer token of admin calls; never written down.
        credentials: by which the site lets anybody in; never written down, either.
    """

    site_url: str
    site_pid: int | None = None
    neighbours: Mapping[str, str] = field(default_factory=dict)
    proxy_url: str = ""
    store_path: str = ""
    scratch: str = ""
    records: str = field(default="", compare=False)
    run_id: str = ""
    addresses: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    credentials: Credentials = field(default_factory=Credentials)

    def site(self) -> Web:
        """Give the site's own calls."""
        sender = Sender.to(self.site_url, self.addresses, self.run_id, self.credentials)
        return Web(self.site_url, self.token, CALL_DEADLINE_S, sender)

    def neighbour(self, name: str) -> Web:
        """Give a neighbour's own calls.

        Raises:
            FaultError: siaga knows of no such neighbour.
        """
        if name not in self.neighbours:
            known = ", ".join(self.neighbours) or "none"
            raise FaultError(f"neighbour {name!r}: is not known; known are {known}")
        return Web(self.neighbours[name], self.token, CALL_DEADLINE_S, Sender(run_id=self.run_id))

    def proxy(self) -> Web:
        """Give the proxy's own calls.

        Raises:
            FaultError: there is no proxy.
        """
        if not self.proxy_url:
            raise FaultError("proxy: there is none; a run has one where its scenario harms a way")
        return Web(self.proxy_url)

    def write(self, path: Path) -> None:
        """Write it down, its secrets and where it is written left out.

        Raises:
            OSError: the file cannot be written.
        """
        facts = asdict(self)
        del facts["token"], facts["credentials"], facts["records"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path, token: str, credentials: Credentials) -> Self:
        """Read what was written, with the secrets of this process.

        Raises:
            SiagaError: the file is missing or damaged.
        """
        try:
            facts = json.loads(path.read_text("utf-8"))
            facts["addresses"] = tuple(facts.get("addresses", ()))
            return cls(**facts, records=str(path.parent), token=token, credentials=credentials)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise SiagaError(f"{path}: is no place ({error}); it is damaged") from None
