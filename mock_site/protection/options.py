"""Options of protection: what the command line says of the layers."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from mock_site import defects
from mock_site.layers import Layer, Layers, Profile, listing
from mock_site.protection.terms import Terms

_DEFAULTS = Terms()
NO_NETWORK = "none"


class _List(argparse.Action):
    """Prints what there is, which its `const` gives, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:  # noqa: ANN401 - argparse's
        sys.stdout.write(self.const())
        parser.exit(0)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to a parser."""
    group = parser.add_argument_group("protection")
    group.add_argument(
        "--profile",
        choices=[profile.value for profile in Profile],
        default=Profile.HARDENED.value,
        help="how well every layer is made",
    )
    group.add_argument(
        "--without",
        action="append",
        default=[],
        choices=[layer.value for layer in Layer],
        metavar="LAYER",
        help="switch a layer off; may be given several times",
    )
    group.add_argument(
        "--list-layers", action=_List, const=listing, nargs=0, help="list the layers and end"
    )
    _add_shares(group)
    _add_defects(group)
    _add_room(group)
    _add_networks(group)


def layers_of(options: argparse.Namespace) -> Layers:
    """Give the layers that the options name.

    Raises:
        ValueError: a name is none.
    """
    return Layers.named(options.profile, options.without)


def defects_of(options: argparse.Namespace) -> defects.Defects:
    """Give the defects that the options name.

    Raises:
        ValueError: a name is none, or is said once of a hardened site.
    """
    is_hardened = options.profile == Profile.HARDENED.value
    return defects.defects_named(options.defect, is_hardened=is_hardened)


def terms_of(options: argparse.Namespace) -> Terms:
    """Give the terms that the options set.

    Raises:
        ValueError: a number is none that is allowed.
    """
    return Terms(
        room_capacity=options.room_capacity,
        room_admits_per_s=options.room_admits_per_s,
        room_measured=options.room_measured,
        room_least_per_s=options.room_least_per_s,
        room_opens_at_s=options.room_opens_at,
        room_looks_per_s=options.room_looks_per_s,
        turn_s=options.room_turn_s,
        room_walk_in=not options.no_walk_in,
        trusted_proxies=tuple(options.trusted_proxy),
        unlimited_networks=_networks(options.unlimited),
        connections=options.connections,
        connections_of_address=options.connections_of_address,
        accounts_of_address=options.accounts_of_address,
    )


def _add_shares(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--connections",
        type=int,
        metavar="N",
        help="connections that each process may have open; as many as the system gives it if not given",
    )
    group.add_argument(
        "--connections-of-address",
        type=int,
        metavar="N",
        help="of them, those that one address may have; an eighth if not given",
    )
    group.add_argument(
        "--accounts-of-address",
        type=int,
        default=_DEFAULTS.accounts_of_address,
        metavar="N",
        help="accounts that one address may open at once (%(default)s)",
    )


def _add_defects(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--defect",
        action="append",
        default=[],
        metavar="NAME",
        help="plant a defect; may be given several times, of a hardened site each has to be twice",
    )
    group.add_argument(
        "--list-defects", action=_List, const=defects.listing, nargs=0, help="list the defects and end"
    )


def _add_room(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--room-capacity",
        type=int,
        default=_DEFAULTS.room_capacity,
        metavar="N",
        help="people whom the waiting room lets inside at once",
    )
    _add_rate(group)
    group.add_argument(
        "--room-looks-per-s",
        type=float,
        metavar="RATE",
        help="looks that those who wait are asked to take per second, together; any if not given",
    )
    group.add_argument(
        "--room-turn-s",
        type=float,
        default=_DEFAULTS.turn_s,
        metavar="S",
        help="how long a turn is kept for whoever is called (%(default)g)",
    )
    group.add_argument(
        "--room-opens-at",
        type=float,
        metavar="UNIX_SECONDS",
        help="when it opens, by lot among those who wait; at once if not given",
    )
    group.add_argument(
        "--no-walk-in",
        action="store_true",
        help="have everybody ask for a ticket, also while nobody waits",
    )


def _add_rate(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--room-admits-per-s",
        type=float,
        metavar="RATE",
        help="people whom it lets in per second; as many as there is room for if not given",
    )
    group.add_argument(
        "--room-measured",
        action="store_true",
        help="find by trying how many people it lets in per second, at most --room-admits-per-s",
    )
    group.add_argument(
        "--room-least-per-s",
        type=float,
        metavar="RATE",
        help="people whom it lets in per second then, whatever the site bears; a fiftieth of the most if"
        " not given",
    )


def _add_networks(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="NETWORK",
        help="believe the X-Forwarded-For of these proxies; may be given several times",
    )
    group.add_argument(
        "--unlimited",
        action="append",
        metavar="NETWORK",
        help="do not limit these addresses as addresses; this machine's if not given, 'none' for none",
    )


def _networks(named: Sequence[str] | None) -> tuple[str, ...]:
    if named is None:
        return _DEFAULTS.unlimited_networks
    return tuple(name for name in named if name != NO_NETWORK)
