"""Claims about the defaults of Locust's options: nobody waits for them twice."""

from tests.crowd.locust_run import run_script


def test_locust_looks_up_its_defaults_once() -> None:
    """As often as it may ask, which is once an option, in the middle of a run."""
    script = """
        import sys

        sys.argv[1:] = []
        from locust import argument_parser, runners
        from siaga.crowd.locust_defaults import remember_defaults

        before = argument_parser.default_args_dict()
        remember_defaults()
        found = [runners.argument_parser.default_args_dict() for _ in range(2)]
        print(found[0] is found[1], found[0] == before)
        """
    assert run_script(script) == "True True\n"
