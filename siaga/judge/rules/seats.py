"""Rules about seats: none too many is given, and none is left over while people are sent away."""

from siaga.judge.rule import Rule

# Where seats are drawn they are given as joining closes, and an entry without one is an application.
SEATED = "lot IS NULL OR seat IS NOT NULL"

R6 = Rule(
    id="R6",
    title="no seat beyond the quota",
    claim="At no moment are more seats given than there are.",
    violations=f"""
      WITH seated AS (
        SELECT *, CASE WHEN lot IS NOT NULL
                       THEN coalesce(getvariable('t0_s') + getvariable('closes_s'), 'infinity')
                       WHEN old THEN '-infinity' ELSE coalesce(at_s, 'infinity') END AS given_s
        FROM entries WHERE {SEATED}),
      given AS (SELECT reading, count(*) AS many, given_s FROM seated GROUP BY ALL),
      mounting AS (
        SELECT *, sum(many) OVER (PARTITION BY reading ORDER BY given_s) AS together FROM given),
      too_many AS (
        SELECT reading, given_s, together - many AS before, max(quota) AS quota
        FROM mounting JOIN quotas ON from_s <= given_s + getvariable('skew_s')
          AND (given_s - getvariable('skew_s') <= until_s OR given_s = 'infinity')
        WHERE together > (SELECT min(quota) FROM quotas)
        GROUP BY reading, given_s, together, many HAVING together > max(quota)),
      numbered AS (
        SELECT e.person, e.operation, e.seat, e.at_s, e.copy, t.quota,
               t.before + row_number() OVER (PARTITION BY e.reading, t.given_s
                 ORDER BY e.seat, e.person, e.operation, e.copy) AS nth
        FROM too_many t JOIN (FROM seated WHERE NOT old) e
          ON e.reading = t.reading AND e.given_s = t.given_s)
      SELECT person, operation, seat, at_s, max(nth)::BIGINT AS severity,
             max(nth)::BIGINT AS nth_given, max(quota) AS quota
      FROM numbered WHERE nth > quota GROUP BY person, operation, seat, at_s, copy""",  # noqa: S608 - our own words
    of="SELECT getvariable('last_quota')",
    among="seats",
    broken="were given beyond the quota",
    sampled=False,
    needs=("quota",),
    needs_written=("quota-times",),
)

# Hashes of many million names fit into memory where names do not; two alike are rarer than that.
R7 = Rule(
    id="R7",
    title="no seat is left over while people are sent away",
    claim="Nobody is told that no seat is left who could have had one that is free at the end.",
    violations=f"""
      WITH final AS (
        SELECT person FROM entries
        WHERE reading = (SELECT arg_max(reading, place) FROM readings) AND ({SEATED})),
      given AS (SELECT count(*) AS seats FROM final),
      told AS (
        SELECT hash(person) AS who, min(at_s) AS at_s, count(*) AS times_told FROM operations o
        ANTI JOIN (SELECT from_s, until_s FROM quotas, given WHERE quota <= seats) q
          ON q.from_s <= coalesce(getvariable('t0_s'), 0) + o.ended_s + getvariable('skew_s')
          AND coalesce(getvariable('t0_s'), 0) + o.at_s - getvariable('skew_s') <= q.until_s
        WHERE o.means = 'sold-out' AND (SELECT seats FROM given) < getvariable('last_quota')
          AND hash(person) NOT IN (SELECT hash(person) FROM people WHERE outcome <> 'refused')
          AND hash(person) NOT IN (SELECT hash(person) FROM final)
        GROUP BY who),
      sent_away AS (
        SELECT t.*, getvariable('last_quota') - seats AS seats_free FROM told t, given
        QUALIFY rank() OVER (ORDER BY t.at_s) <= seats_free)
      SELECT o.person, s.at_s, min(o.op) FILTER (o.at_s = s.at_s) AS op, NULL AS seat, s.times_told,
             s.seats_free, s.times_told AS severity
      FROM sent_away s JOIN (FROM operations WHERE means = 'sold-out') o ON hash(o.person) = s.who
      GROUP BY o.person, s.at_s, s.times_told, s.seats_free
      QUALIFY row_number() OVER (ORDER BY s.at_s, o.person) <= s.seats_free""",  # noqa: S608 - as above
    of="""
      SELECT count(DISTINCT hash(person)) FROM operations WHERE means = 'sold-out'
        AND hash(person) NOT IN (SELECT hash(person) FROM people WHERE outcome <> 'refused')""",
    among="people who were told that no seat is left",
    broken="could have had one of those that are free",
    sampled=False,
    needs_ledgers=True,
    needs=("quota", "sold-out"),
    needs_written=("quota-times",),
    excuse="""
      SELECT 'A fault was active at the close: ' || string_agg(
               kind || CASE target WHEN '' THEN '' ELSE ' of ' || target END, ', '
               ORDER BY from_s, kind, target) || '.' AS excuse
      FROM faults, (SELECT coalesce(getvariable('closes_s'), max(coalesce(ended_s, at_s))) AS close_s
                    FROM operations)
      WHERE from_s <= close_s AND close_s <= coalesce(until_s, 'infinity') HAVING count(*) > 0""",
    warns=True,
)
