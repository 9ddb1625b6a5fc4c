"""The rule about lots: what is drawn is drawn as a seed says that was fixed before joining closed."""

from siaga.judge.rule import Rule

# Seats may be numbered as the site likes: what counts is who has one. Whoever is gone may have had one
# that is nobody's now; that they are gone is found elsewhere.
R18 = Rule(
    id="R18",
    title="lots are drawn as was fixed before",
    claim="Seats go to the lowest lots, by the seed whose digest was shown before joining closed.",
    violations="""
      WITH committed AS (
        SELECT DISTINCT lower(text) AS digest FROM sightings
        WHERE what = 'commitment' AND at_s < getvariable('closes_s')),
      seeds AS (
        SELECT text AS seed, arg_min(person, (at_s, person)) AS person, min(at_s) AS at_s FROM sightings
        WHERE what = 'seed' GROUP BY text),
      fixed AS (
        SELECT seed FROM seeds LEFT JOIN committed ON digest = sha256(seed)
        ORDER BY digest IS NULL, seed LIMIT 1),
      ranked AS (
        SELECT person, operation, seat, at_s,
               row_number() OVER (ORDER BY sha256(seed || ':' || lot), lot) AS place,
               count(seat) OVER () AS seats, count(*) OVER () AS applications
        FROM entries, fixed
        WHERE lot IS NOT NULL AND reading = (SELECT arg_max(reading, place) FROM readings)),
      gone AS (
        SELECT count(*) AS many FROM (
          SELECT hash(person) AS who FROM held WHERE lot IS NOT NULL
          UNION SELECT hash(person) FROM people WHERE outcome = 'ok')
        WHERE who NOT IN (SELECT hash(person) FROM ranked)),
      limits AS (
        SELECT min(quota) AS fewest, max(quota) AS most FROM quotas
        WHERE from_s <= getvariable('t0_s') + getvariable('closes_s') + getvariable('skew_s')
          AND getvariable('t0_s') + getvariable('closes_s') - getvariable('skew_s') <= until_s),
      owed AS (
        SELECT r.*, least(applications, most, greatest(fewest - many, seats)) AS due
        FROM ranked r, limits, gone),
      results AS (FROM sightings WHERE what = 'drawn'),
      shown AS (
        SELECT s.person, arg_min(s.text, s.at_s) AS shown, min(s.at_s) AS at_s,
               'was shown something else' AS wrong
        FROM results s
        JOIN (SELECT person, coalesce(max(seat), '') AS seat FROM owed GROUP BY person) o
          ON o.person = s.person AND o.seat <> s.text
        GROUP BY s.person
        UNION ALL
        SELECT person, arg_min(text, at_s), min(at_s), 'was shown a result while joining was open'
        FROM results WHERE at_s < getvariable('closes_s') - getvariable('skew_s') GROUP BY person),
      wrongly AS (
        SELECT *, 'saw a seed that was not fixed before' AS wrong FROM seeds
        WHERE EXISTS (FROM committed WHERE digest <> sha256(seed))
        UNION ALL
        SELECT *, 'was shown the seed while joining was open' FROM seeds
        WHERE at_s < getvariable('closes_s') - getvariable('skew_s'))
      SELECT person, operation, seat, at_s, place, due, NULL AS shown,
             CASE WHEN seat IS NULL THEN 'has no seat' ELSE 'has a seat' END AS wrong, place AS severity
      FROM owed WHERE (seat IS NOT NULL) <> (place <= due)
      UNION ALL
      SELECT person, NULL, NULL, getvariable('t0_s') + at_s, NULL, NULL, shown, wrong, 1
      FROM shown
      UNION ALL
      SELECT person, NULL, NULL, getvariable('t0_s') + at_s, NULL, NULL, seed, wrong, applications
      FROM wrongly, (SELECT coalesce(max(applications), 0) AS applications FROM ranked)""",
    of="""
      SELECT count(*) FROM entries
      WHERE lot IS NOT NULL AND reading = (SELECT arg_max(reading, place) FROM readings)
        AND EXISTS (FROM sightings WHERE what = 'seed')
        AND EXISTS (FROM sightings WHERE what = 'commitment' AND at_s < getvariable('closes_s'))""",
    among="applications",
    broken="were not drawn, or not shown, as the seed has it",
    sampled=False,
    needs=("lot", "quota", "closing"),
    needs_written=("clock",),
    no_case="Nobody saw the digest of a seed before joining closed and a seed afterwards, so nobody can"
    " draw the lots again.",
)
