"""The description: the site's calls as OpenAPI 3.1, for programmes that read it."""

import json
from functools import cache
from typing import Any

from mock_site.pages.package_file import read_yaml


def read_description() -> Any:  # noqa: ANN401 - whatever JSON can say
    """Read the description from the package."""
    return read_yaml("openapi.yaml")


@cache
def description_bytes() -> bytes:
    """Give the description as JSON, ready to be sent."""
    return json.dumps(read_description(), separators=(",", ":"), ensure_ascii=False).encode("utf-8")
