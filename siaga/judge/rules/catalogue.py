"""The catalogue of the rules of an audit, in order of id."""

from siaga.judge.rules.promises import R1, R3, R4, R5, R8
from siaga.judge.rules.roll import R0, R2
from siaga.judge.rules.seats import R6

RULES = (R0, R1, R2, R3, R4, R5, R6, R8)
