"""Claims about the Locust file of a worker: it plays the master's, or nothing."""

from pathlib import Path

from siaga.record.file_digest import FileDigest
from tests.crowd.locust_run import run_script

DAY = """
from siaga.crowd.launch import Launch

class Day(Launch):
    pass
"""

SCRIPT = """
import sys
from argparse import Namespace
from locust.env import Environment
from locust.util.load_locustfile import load_locustfile
from siaga.crowd.same_file import OtherFileError, refuse_other_file

file, *digests = sys.argv[1:]
classes = list(load_locustfile(file)[0].values())
environment = Environment(user_classes=classes, parsed_options=Namespace(locustfile=file))
for digest in digests:
    try:
        refuse_other_file(environment, digest)
        print("plays")
    except OtherFileError as error:
        print(error)
"""


def test_only_the_masters_file_is_played(tmp_path: Path) -> None:
    """Where the master did not say which one it is, nobody knows better."""
    file = tmp_path / "day.py"
    file.write_text(DAY, encoding="utf-8")
    said = run_script(SCRIPT, str(file), FileDigest.of(file).sha256, "", "0" * 64).splitlines()
    assert said == [
        "plays",
        "plays",
        f"Locust file {file}: is not the master's; the same file is needed here",
    ]


def test_a_file_that_takes_its_launch_from_another_is_known_by_either(tmp_path: Path) -> None:
    """`siaga run` goes by the file it was given, plain Locust by the one of the class."""
    base, file = tmp_path / "base_of_day.py", tmp_path / "day.py"
    base.write_text(DAY, encoding="utf-8")
    file.write_text("from base_of_day import Day  # noqa\n", encoding="utf-8")
    digests = [FileDigest.of(one).sha256 for one in (base, file)]
    said = run_script(SCRIPT, str(file), *digests, "0" * 64).splitlines()
    assert said == [
        "plays",
        "plays",
        f"Locust file {file} and {base}: is not the master's; the same file is needed here",
    ]


UNREGISTERED = SCRIPT.replace("environment =", "del sys.modules[classes[0].__module__]\nenvironment =")


def test_a_launch_of_a_module_that_nobody_registered_is_known_by_the_file_that_locust_was_given(
    tmp_path: Path,
) -> None:
    """And by none, where there is no such file."""
    file = tmp_path / "day.py"
    file.write_text(DAY, encoding="utf-8")
    digest = FileDigest.of(file).sha256
    assert run_script(UNREGISTERED, str(file), digest) == "plays\n"
    nameless = UNREGISTERED.replace("locustfile=file", 'locustfile=""')
    said = run_script(nameless, str(file), digest, "").splitlines()
    refused = "Locust file without a name: is not the master's; the same file is needed here"
    assert said == [refused, "plays"]
