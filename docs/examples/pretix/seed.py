"""The seed of a pretix: one event, with one kind of seat and a quota; runs in pretix's own Python."""

import datetime as dt
import os
import sys
from decimal import Decimal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")
django.setup()

from django.utils.timezone import now  # noqa: E402 - only after Django knows its settings
from django_scopes import scopes_disabled  # noqa: E402 - as above
from pretix.base.models import Event, Organizer  # noqa: E402 - as above


def plant(seats: int) -> None:
    """Open an event of so many seats, which cost nothing."""
    organizer = Organizer.objects.create(name="Balai Latihan", slug="balai")
    event = Event.objects.create(
        organizer=organizer,
        name="Gelombang satu",
        slug="satu",
        date_from=now() + dt.timedelta(days=30),
        currency="IDR",
        plugins="",
        live=True,
    )
    event.settings.timezone = "UTC"
    free = Decimal("0.00")
    seat = event.items.create(name="Kursi", default_price=free, admission=True, personalized=False)
    event.quotas.create(name="Kursi", size=seats).items.add(seat)


if __name__ == "__main__":
    with scopes_disabled():
        plant(int(sys.argv[1]))
