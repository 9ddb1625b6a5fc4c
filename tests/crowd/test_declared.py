"""Claims about the Launch that a Locust file declares."""

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
