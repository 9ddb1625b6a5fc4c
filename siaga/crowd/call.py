"""The Call: one request that could be sent to a site, written down as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from siaga.crowd.request import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request.

    Attributes:
        method: in capitals.
        path: path and query.
        json: what it carries as JSON; None: nothing.
        form: what it carries as a web form; None: nothing.
        files: what is uploaded with that form, by field; None: nothing.
        body: what it carries as it is; None: nothing.
        headers: of it alone.
    """

    method: str = "POST"
    path: str
    json: Any = None
    form: Mapping[str, str] | None = None
    files: Mapping[str, Upload] | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a request with two bodies."""
        web_form = self.form if self.files is None else self.files
        if sum(one is not None for one in (self.json, web_form, self.body)) > 1:
            raise ValueError(f"call {self.path}: has several of JSON, form, bytes; one body is allowed")

    @property
    def options(self) -> dict[str, Any]:
        """What `Browser.request` takes by name."""
        found: dict[str, Any] = {"headers": dict(self.headers)}
        if self.json is not None:
            found["json"] = self.json
        if self.form is not None:
            found["form"] = dict(self.form)
        if self.files is not None:
            found["files"] = dict(self.files)
        if self.body is not None:
            found["body"] = self.body
        return found

    def under(self, headers: Mapping[str, str]) -> "Call":
        """Give the request with more headers."""
        return replace(self, headers={**self.headers, **headers})
