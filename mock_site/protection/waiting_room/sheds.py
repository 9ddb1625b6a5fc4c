"""The Sheds of one process: requests of people inside that were turned away because it was too much.

Each ticket's are counted once in the time that is judged at once, however often its browser asks, and
however many share its pass: else one who floods the site would have nobody let in any more. What is
asked with a pass that has run out, was spent or was made up says nothing of how those inside fare.
"""

from aiohttp import web

from mock_site.protection.waiting_room.burden import Burden
from mock_site.protection.waiting_room.door import HardenedDoor
from mock_site.protection.waiting_room.governor import Governor


class Sheds:
    """Counts them.

    Args:
        door: says who is inside.
        governor: says when what is counted was judged.
        burden: that they are added to.
    """

    def __init__(self, door: HardenedDoor, governor: Governor, burden: Burden) -> None:
        self._door = door
        self._governor = governor
        self._burden = burden
        self._since_us = 0
        self._counted: set[int] = set()

    def note(self, request: web.Request) -> None:
        """Note a request that was turned away; nothing, unless its browser is inside."""
        since_us = self._governor.judged_at_us
        if since_us != self._since_us:
            self._since_us = since_us
            self._counted.clear()
        # Its signature last: many are turned away, and to look at a number costs next to nothing.
        number = self._door.claimed_inside(request)
        if number is None or number in self._counted or not self._door.holds_pass(request):
            return
        self._counted.add(number)
        self._burden.shed()
