"""Seat numbers: which are taken, which was given back, and which is the next, in SQL.

Seats are numbered from 1 in the order in which they are taken. Below the highest that is taken only
those are free that were given back; a seat is taken by a registration or by a hold.
"""

import functools


@functools.cache
def highest(wave: str) -> str:
    """Give the expression of a wave's highest seat that is taken, NULL for none.

    Args:
        wave: placeholder of its name, such as $1.
    """
    return f"""(SELECT max(seat) FROM (
      SELECT max(seat) AS seat FROM registrations WHERE wave = {wave}
      UNION ALL
      SELECT max(seat) FROM holds WHERE wave = {wave} AND state = 'held') AS highest_of_each)"""  # noqa: S608 - a placeholder


TAKE_FREED = "DELETE FROM freed_seats WHERE wave = $1 AND seat = $2"
FORGET_BEYOND = f"""
  DELETE FROM freed_seats WHERE wave = $1 AND seat > coalesce({highest("$1")}, 0)"""  # noqa: S608 - as above
"""Beyond the highest seat that is taken they are free anyway."""
TAKEN_BY = """
  SELECT (SELECT count(*) FROM registrations WHERE wave = $1 AND seat IS NOT NULL),
    (SELECT count(*) FROM holds WHERE wave = $1 AND state = 'held')"""
"""Counts both one by one."""
