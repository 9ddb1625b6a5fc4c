"""The rule about lots: what is drawn is drawn as a seed says that was fixed before joining closed."""

from siaga.judge.rule import Rule

# Seats may be numbered as the site likes: what counts is who has one.
R18 = Rule(
    id="R18",
    title="lots are drawn as was fixed before",
    claim="Seats go to the lowest lots, by the seed whose digest was shown before joining closed.",
    violations="""
      WITH committed AS (
        SELECT DISTINCT text AS digest FROM sightings
        WHERE what = 'commitment' AND at_s < getvariable('closes_s')),
      seeds AS (
        SELECT text AS seed, min(person) AS person, min(at_s) AS at_s FROM sightings
        WHERE what = 'seed' GROUP BY text),
      ranked AS (
        SELECT person, operation, seat, at_s,
               row_number() OVER (ORDER BY sha256(seed || ':' || lot), lot) AS place,
               count(seat) OVER () AS seats, count(*) OVER () AS applications
        FROM entries, (SELECT min(seed) AS seed FROM seeds)
        WHERE lot IS NOT NULL AND reading = (SELECT arg_max(reading, place) FROM readings)),
      limits AS (
        SELECT min(quota) AS fewest, max(quota) AS most FROM quotas
        WHERE from_s <= getvariable('t0_s') + getvariable('closes_s') + getvariable('skew_s')
          AND getvariable('t0_s') + getvariable('closes_s') - getvariable('skew_s') <= until_s),
      owed AS (
        SELECT r.*, least(applications, most, greatest(fewest, seats)) AS due
        FROM ranked r, limits),
      shown AS (
        SELECT s.person, arg_min(s.text, s.at_s) AS shown, min(s.at_s) AS at_s
        FROM (FROM sightings WHERE what = 'drawn') s
        JOIN (SELECT person, coalesce(max(seat), '') AS seat FROM owed GROUP BY person) o
          ON o.person = s.person AND o.seat <> s.text
        GROUP BY s.person)
      SELECT person, operation, seat, at_s, place, due, NULL AS shown,
             CASE WHEN seat IS NULL THEN 'has no seat' ELSE 'has a seat' END AS wrong, place AS severity
      FROM owed WHERE (seat IS NOT NULL) <> (place <= due)
      UNION ALL
      SELECT person, NULL, NULL, getvariable('t0_s') + at_s, NULL, NULL, shown,
             'was shown something else', 1
      FROM shown
      UNION ALL
      SELECT person, NULL, NULL, getvariable('t0_s') + at_s, NULL, NULL, seed,
             'saw a seed that was not fixed before', applications
      FROM seeds, (SELECT coalesce(max(applications), 0) AS applications FROM ranked)
      WHERE EXISTS (FROM committed WHERE digest <> sha256(seed))""",
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
