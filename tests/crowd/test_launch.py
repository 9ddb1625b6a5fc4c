"""Claims about the Launch: for Locust a user that does nothing."""

from tests.crowd.locust_run import run_script


def test_importing_the_crowd_patches_nothing() -> None:
    """Only the modules that need Locust import it."""
    told = run_script(
        """
        import sys
        import siaga.crowd, siaga.crowd.browser, siaga.crowd.visitor, siaga.crowd.worker
        from gevent import monkey
        print(monkey.is_module_patched("socket"), "locust" in sys.modules)
        """
    )
    assert told == "False False\n"


def test_locust_does_not_count_the_launch_itself_as_a_user_class() -> None:
    """It is abstract; what is derived from it is not."""
    told = run_script(
        """
        from siaga.crowd.launch import Launch

        class Day(Launch):
            journeys = {"whole": print}

        print(Launch.abstract, Day.abstract, dict(Launch.journeys), list(Day.journeys))
        """
    )
    assert told == "True False {} ['whole']\n"
