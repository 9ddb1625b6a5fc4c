"""People that are built once for all tests: building takes longer than asking."""

import pytest

from siaga.people.numbering import Numbering
from siaga.people.people import People


@pytest.fixture(scope="session")
def people() -> People:
    """Give the people of seed 7, epoch 12."""
    return People(seed=7, epoch=12)


@pytest.fixture(scope="session", params=[0, 7, 2**63 - 1])
def numbering(request: pytest.FixtureRequest) -> Numbering:
    """Give the numbering of the least, a common and the greatest seed."""
    return Numbering(int(request.param))
