"""Claims about what deploy/ starts: siaga, its site and Locust read every command as it stands there."""

import json

import pytest

from tests.crowd.locust_run import run_script
from tests.deploy.deployed import Deployed, deployed, entry_points
from tests.docs.reading import LOCUST_OPTIONS, read, siaga

ALL = list(deployed())


@pytest.mark.parametrize(
    "one", [one for one in ALL if not str(one).startswith("deploy/kubernetes/locust")], ids=str
)
def test_what_a_container_starts_can_be_typed(one: Deployed) -> None:
    """Its programme's own parser takes it, and the scenario that it names is one."""
    read(one.typed)


def test_an_option_that_there_is_not_is_found() -> None:
    """So that the claim above can fail."""
    (master,) = [one.typed for one in ALL if str(one) == "deploy/compose.yaml: master"]
    words = (*master.words, "--workers-abroad=2")
    wrong = type(master)(page=master.page, block=0, line="", environ={}, words=words)
    with pytest.raises(Exception, match="--workers-abroad"):
        read(wrong)


def test_a_worker_is_one_process_which_writes_where_it_may() -> None:
    """A container sees all cores of its machine, so it is said how many; its root is not written to."""
    workers = [one for one in ALL if one.words[:2] == ("siaga", "worker")]
    assert len(workers) == 2
    for one in workers:
        given = siaga(one.typed)
        assert given["workers"] == 1
        assert str(given["spool"]) in one.writable


def test_locust_takes_what_the_operator_gives_it() -> None:
    """Its own options and siaga's; a name that there is not ends the process that reads it."""
    lines = [list(one.typed.words[1:]) for one in ALL if one.words[0] == "locust"]
    assert len(lines) == 2
    run_script(LOCUST_OPTIONS, json.dumps(lines))
    with pytest.raises(AssertionError, match="unrecognized arguments: --siaga-spools"):
        run_script(LOCUST_OPTIONS, json.dumps([[*lines[1], "--siaga-spools=x"]]))


def test_the_image_starts_siaga_and_the_operators_starts_locust() -> None:
    """The operator gives arguments of Locust to whatever the image starts."""
    assert entry_points() == {"locust": ("locust",), "siaga": ("siaga",)}
