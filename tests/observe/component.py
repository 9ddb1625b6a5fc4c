"""A component that is no Python package: used where it is installed, demanded on request."""

import os
import shutil

import pytest

DEMANDED = "SIAGA_REQUIRE_COMPONENTS"


def component(name: str) -> str:
    """Give the path of a program; without it the test is skipped, or fails where 1 demands it."""
    path = shutil.which(name)
    if path is None and os.environ.get(DEMANDED) == "1":
        pytest.fail(f"{name} is not installed, and {DEMANDED} demands it")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path
