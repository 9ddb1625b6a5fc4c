"""An Amount in toxiproxy's units: milliseconds, microseconds, kilobytes a second, bytes."""

from typing import Annotated

from pydantic import Field

WEEK_MS = 604_800_000

Milliseconds = Annotated[float, Field(strict=True, ge=0, le=WEEK_MS)]
Microseconds = Annotated[float, Field(strict=True, ge=0, le=WEEK_MS * 1000)]
KilobytesPerS = Annotated[float, Field(strict=True, gt=0, le=1e9)]
"""A kilobyte is 1,000 bytes."""

Bytes = Annotated[int, Field(strict=True, ge=0, le=10**12)]
SomeBytes = Annotated[int, Field(strict=True, ge=1, le=10**12)]
