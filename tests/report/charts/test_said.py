"""Claims about what the site said: its own numbers beside ours, over one time axis."""

import pytest

from siaga.observe.series import read
from siaga.report.charts.said import said
from siaga.report.vitals import vitals
from tests.report.rehearsal import Rehearsal


def test_what_the_site_counts_stands_beside_what_we_do(go: Rehearsal) -> None:
    """Ours is dashed; what nobody but the site can know stands alone."""
    panels = {one.name: one for one in said(go.day(), go.series, vitals(go.workers())).panels}
    assert list(panels) == ["site-requests", "site-errors", "site-in-flight", "site-lag"]
    theirs, ours = panels["site-requests"].lines
    assert (theirs.label, ours.label, bool(ours.dash)) == ("the site", "sent by us", True)
    assert theirs.values[:2] == pytest.approx((170.0, 170.0))
    assert sum(one or 0 for one in ours.values) == sum(vitals(go.workers()).sent)
    assert [one.label for one in panels["site-in-flight"].lines] == ["the site"]
    assert panels["site-errors"].text == "At most: the site 6, failed samples of ours 6."
    assert panels["site-lag"].text == "At most: the site 14 ms, our slowest worker 4 ms."


def test_a_site_that_shows_nothing_has_no_panel(empty: Rehearsal) -> None:
    """Our own numbers alone stand elsewhere."""
    nothing = said(empty.day(), read(empty.folder.scrapes, 0.0), vitals(empty.workers()))
    assert (nothing.panels, nothing.table) == ((), None)
