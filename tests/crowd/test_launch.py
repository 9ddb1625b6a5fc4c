"""Claims about the Launch: for Locust a user that does nothing."""

from pathlib import Path

from tests.crowd.locust_run import run_fresh, run_script


def test_importing_the_crowd_patches_nothing() -> None:
    """Only the modules that need Locust import it."""
    told = run_fresh(
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


def test_the_scenario_of_a_launch_is_found_beside_its_file(tmp_path: Path) -> None:
    """In the layout of the repository first, then in a folder with all of it; else as it is named."""
    (tmp_path / "scenarios").mkdir()
    file = tmp_path / "files" / "journey.py"
    file.parent.mkdir()
    script = f"""
        from pathlib import Path
        from siaga.crowd.launch import beside
        print(beside(Path({str(file)!r}), "day.yaml"))
        """
    assert run_script(script) == "day.yaml\n"
    (file.parent / "day.yaml").touch()
    assert run_script(script) == f"{file.parent / 'day.yaml'}\n"
    (tmp_path / "scenarios" / "day.yaml").touch()
    assert run_script(script) == f"{tmp_path / 'scenarios' / 'day.yaml'}\n"
