"""The Options of a request: what a browser is told by name."""

from collections.abc import Mapping
from typing import Any, TypedDict

from siaga.crowd.request import Upload


class Options(TypedDict, total=False):
    """What `Browser.request` takes by name."""

    headers: Mapping[str, str] | None
    body: bytes | None
    json: object
    form: Mapping[str, Any] | None
    files: Mapping[str, Upload] | None
