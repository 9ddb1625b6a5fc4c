"""BudgetSpent: a neighbour has granted all the requests of its day."""

from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.neighbour.desk import DESKS, ended_so
from siaga.faults.told import Told


class BudgetSpent(Told[NoSettings]):
    """Nothing is left of the day: 429, and to be asked again tomorrow.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        sign = ended_so(order.target, "budget_spent", "requests were beyond the budget of the day")
        super().__init__(order, {"limit.per_day": 0}, sign)


KIND = FaultKind(
    name="budget-spent",
    summary="a neighbour has no requests left for the day",
    targets=DESKS,
    lasting=Lasting.A_WHILE,
    settings=NoSettings,
    make=BudgetSpent,
)
