"""Claims about the Launch that a Locust file declares."""

from pathlib import Path

from tests.crowd.locust_run import run_script

SCRIPT = """
from locust import User
from locust.env import Environment
from siaga.crowd.declared import launch_of
from siaga.crowd.launch import Launch

class Day(Launch):
    pass

class Night(Launch):
    pass

class Stock(User):
    pass

for found in ([Stock, Day], [Stock], [Day, Night]):
    try:
        print(launch_of(Environment(user_classes=found)).__name__)
    except ValueError as error:
        print(error)
"""


def test_a_locust_file_declares_exactly_one_launch() -> None:
    """Other users beside it are nobody's business; none or two are errors."""
    assert run_script(SCRIPT).splitlines() == [
        "Day",
        "Locust file: declares 0 Launch classes; it needs exactly one",
        "Locust file: declares 2 Launch classes; it needs exactly one",
    ]


STOCK = """
from locust import User
from locust.env import Environment
from siaga.crowd.declared import is_stock
from siaga.crowd.launch import Launch

class Day(Launch):
    pass

class Stock(User):
    pass

class Other(User):
    pass

for found in ([Stock], [Other, Stock], [Stock, Day], [Day], []):
    print(is_stock(Environment(user_classes=found)))
"""


def test_a_stock_file_has_classes_and_none_is_a_launch() -> None:
    """A file without any class is nothing that could be played."""
    assert run_script(STOCK).split() == ["True", "True", "False", "False", "False"]


FILES = """
import sys
from argparse import Namespace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from locust.env import Environment
from siaga.crowd.declared import file_of

path, *named = sys.argv[1:]
spec = spec_from_file_location("day", path)
day = module_from_spec(spec)
spec.loader.exec_module(day)
environment = Environment(user_classes=[day.Day], parsed_options=Namespace(locustfile=",".join(named)))

def tell():
    try:
        print(file_of(environment))
    except ValueError as error:
        print(error)

tell()
sys.modules["day"] = day
tell()
"""


def test_a_launch_is_of_the_file_of_its_module_or_else_of_the_one_that_locust_was_given(
    tmp_path: Path,
) -> None:
    """A module that nobody registered has no file; of several that Locust was given, none is it."""
    day, main = tmp_path / "day.py", tmp_path / "main.py"
    day.write_text("from siaga.crowd.launch import Launch\n\nclass Day(Launch):\n    pass\n")
    main.touch()
    assert run_script(FILES, str(day), str(main)).splitlines() == [str(main), str(day)]
    unknown = "Locust file: is none that can be named; give one with -f"
    assert run_script(FILES, str(day), str(main), str(day)).splitlines() == [unknown, str(day)]
