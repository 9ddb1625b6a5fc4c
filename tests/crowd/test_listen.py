"""Claims about taking part in Locust's events."""

from tests.crowd.locust_run import run_script


def test_a_listener_is_told_when_the_event_happens() -> None:
    """With what Locust says by name."""
    told = run_script(
        """
        from locust.event import EventHook
        from siaga.crowd.listen import listen

        event = EventHook()
        listen(event, lambda **said: print(said))
        event.fire(a=1)
        """
    )
    assert told == "{'a': 1}\n"
