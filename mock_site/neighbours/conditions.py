"""Conditions: the limits and the conduct of a neighbour, read and changed while it runs."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

import pydantic

from mock_site.forms.change import changed
from mock_site.neighbours.delay import Delay
from mock_site.neighbours.limit import Limit
from mock_site.neighbours.misbehaviour import Misbehaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What every neighbour has.

    Attributes:
        limit: how many requests it takes.
        service: how long it takes to answer one.
        misbehaviour: how ill it serves them.
    """

    __pydantic_config__: ClassVar = pydantic.ConfigDict(extra="forbid", strict=True)

    limit: Limit
    service: Delay
    misbehaviour: Misbehaviour = field(default_factory=Misbehaviour)


AnyConditions = TypeVar("AnyConditions", bound=Conditions)


class Standing(Generic[AnyConditions]):
    """The conditions that hold now.

    Args:
        first: that hold until they are changed.
    """

    def __init__(self, first: AnyConditions) -> None:
        self.now = first

    def shown(self) -> dict[str, Any]:
        """Give them as JSON has them."""
        return dataclasses.asdict(self.now)

    def change(self, parts: Mapping[str, Any]) -> None:
        """Change the parts that are named, however deep they lie; nothing changes if one is wrong.

        Raises:
            Refusal: 400 for a name there is not, and for a value that is not allowed.
        """
        self.now = changed(self.now, parts)
