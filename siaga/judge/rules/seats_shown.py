"""Rules about what the site says of its seats: they add up, and those left are those shown."""

from siaga.judge.rule import Rule

R10 = Rule(
    id="R10",
    title="every seat is accounted for",
    claim="Whenever the site is looked at, what it says became of its seats adds up to all of them.",
    violations="""
      SELECT NULL AS person, at_s, NULL AS seat, issued, accounted,
             abs(issued - accounted) AS severity
      FROM bank WHERE issued <> accounted""",
    of="SELECT count(*) FROM bank",
    among="looks at the site's own series",
    broken="do not account for every seat",
    needs=("seats",),
    no_case="No scrape of the site showed every series of `site.seats`.",
)

# Who asks and who looks may be at two workers, whose clocks may be apart: both bounds are so much wider.
R11 = Rule(
    id="R11",
    title="the seats left are those that are shown",
    claim="Every number of seats left that a page shows can have been true when it was shown.",
    violations="""
      WITH looks AS (
        SELECT person, visitor, number AS shown, began_s, at_s,
               began_s - getvariable('stale_s') - getvariable('apart_s') AS since_s,
               at_s + getvariable('apart_s') AS until_s FROM sightings WHERE what = 'remaining'),
      spans AS (
        SELECT w.since_s, w.until_s, min(quota) AS least, max(quota) AS most
        FROM (SELECT DISTINCT since_s, until_s FROM looks) w JOIN quotas q
          ON q.from_s <= coalesce(getvariable('t0_s'), 0) + w.until_s + getvariable('skew_s')
          AND coalesce(getvariable('t0_s'), 0) + w.since_s - getvariable('skew_s') <= q.until_s
        GROUP BY w.since_s, w.until_s),
      stood AS (
        SELECT r.reading, count(e.person) AS many FROM readings r
        LEFT JOIN (FROM entries WHERE old) e ON e.reading = r.reading GROUP BY r.reading),
      unexplained AS (
        SELECT e.reading, count(*) - count(DISTINCT p.person) AS many
        FROM (FROM entries WHERE NOT old) e
        LEFT JOIN (FROM people WHERE outcome <> 'refused') p USING (person) GROUP BY e.reading),
      always AS (
        SELECT (SELECT min(many) FROM stood) AS certain,
               getvariable('stood_before') + coalesce((SELECT max(many) FROM unexplained), 0)
                 AS possible),
      certain AS (
        SELECT since_s, sum(count(*)) OVER (ORDER BY since_s) AS given
        FROM (SELECT person, min(ended_s) AS since_s FROM operations
              WHERE outcome = 'ok' GROUP BY person)
        ANTI JOIN (FROM entries WHERE old) USING (person) GROUP BY since_s),
      possible AS (
        SELECT by_s, sum(count(*)) OVER (ORDER BY by_s) AS given
        FROM (SELECT person, min(at_s) AS by_s FROM operations
              WHERE outcome <> 'refused' GROUP BY person)
        GROUP BY by_s),
      bounded AS (
        SELECT l.*,
          greatest(s.least - a.possible - coalesce(p.given, 0), 0)::BIGINT AS at_least,
          greatest(s.most - a.certain - coalesce(c.given, 0), 0)::BIGINT AS at_most
        FROM looks l JOIN spans s ON (s.since_s, s.until_s) = (l.since_s, l.until_s)
        ASOF LEFT JOIN certain c ON l.since_s >= c.since_s
        ASOF LEFT JOIN possible p ON l.until_s >= p.by_s, always a)
      SELECT person, visitor, shown, at_least, at_most, began_s, at_s, NULL AS seat,
             greatest(at_least - shown, shown - at_most) AS severity
      FROM bounded WHERE shown NOT BETWEEN at_least AND at_most""",
    of="SELECT count(*) FROM sightings WHERE what = 'remaining'",
    among="looks at the seats left",
    broken="were shown a number that cannot have been true",
    needs_before=True,
    needs_ledgers=True,
    needs=("quota", "remaining", "no-lot"),
    needs_written=("quota-times",),
    looks="remaining",
)
