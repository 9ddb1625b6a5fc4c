"""The Listener's seat: the one place where siaga takes part in Locust's events."""

from collections.abc import Callable

from locust.event import EventHook

Listener = Callable[..., None]


def listen(event: EventHook, listener: Listener) -> None:
    """Have a listener told whenever an event of Locust happens; Locust's own signature has no types."""
    event.add_listener(listener)  # type: ignore[no-untyped-call]
