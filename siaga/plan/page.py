"""The page of a plan: plan.html, what the day needs in one file that needs only a browser."""

from siaga.plan.answer import ENOUGH, REFUSED, SIZED, answer, sentence
from siaga.plan.charts import law_chart, queue_chart
from siaga.plan.row import RUSH_HEADINGS, rows, rush_row
from siaga.plan.sizing import Sizing
from siaga.report.mark import Mark
from siaga.report.template import template

MARKS = {
    SIZED: Mark(word=SIZED, tone="good", shape="check"),
    ENOUGH: Mark(word=ENOUGH, tone="caution", shape="caution"),
    REFUSED: Mark(word=REFUSED, tone="open", shape="query"),
}


def plan_page(found: Sizing) -> str:
    """Write plan.html; the same runs give the same bytes."""
    traffic = found.scenario.traffic
    return template("plan_page.html.j2").render(
        found=found,
        mark=MARKS[answer(found)],
        sentence=sentence(found),
        rows=list(rows(found)),
        headings=RUSH_HEADINGS,
        rushes=[rush_row(found, one) for one in found.rushes],
        law=law_chart(found.fit, found.step) if found.fit else None,
        queues=[queue_chart(one, traffic) for one in found.rushes],
        runs=[
            (one, sum(point.run == at for point in found.points))
            for at, one in enumerate(found.sources.used)
        ],
    )
