"""A component that is no Python package: used where it is installed, demanded on request."""

import os
import shutil
from typing import NoReturn

import pytest

DEMANDED = "SIAGA_REQUIRE_COMPONENTS"


def component(name: str) -> str:
    """Give the path of a program; without it the test is skipped, or fails where 1 demands it."""
    path = shutil.which(name)
    if path is None:
        missing(f"{name} is not installed")
    return path


def missing(what: str) -> NoReturn:
    """Skip a test for something that is not there, or fail it where 1 demands everything."""
    if os.environ.get(DEMANDED) == "1":
        pytest.fail(f"{what}, and {DEMANDED} demands it")
    pytest.skip(what)
