"""The catalogue of the rules of an audit, in order of id."""

from siaga.judge.rules.contents import R9
from siaga.judge.rules.lots import R18
from siaga.judge.rules.moments import R14, R17
from siaga.judge.rules.people import R12, R13, R16
from siaga.judge.rules.promises import R1, R3, R4, R5, R8
from siaga.judge.rules.roll import R0, R2
from siaga.judge.rules.seats import R6, R7
from siaga.judge.rules.seats_shown import R10, R11
from siaga.judge.rules.waiting_room import R15

RULES = (R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12, R13, R14, R15, R16, R17, R18)
