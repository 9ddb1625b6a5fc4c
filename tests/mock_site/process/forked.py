"""The mark of tests that fork: pytest has threads of its own, of which Python from 3.12 on warns."""

import pytest

FORKED = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
