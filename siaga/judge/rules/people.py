"""Rules about people: each goes the whole way, is told once, and owns what nobody else owns."""

from siaga.judge.rule import Rule

R12 = Rule(
    id="R12",
    title="no step is skipped",
    claim="Whoever has a new entry took every step before it, and none before one that comes earlier.",
    violations="""
      WITH walked AS (
        SELECT person, operation, seat, at_s, copy, list_append(steps, at_s) AS times FROM last
        WHERE len(steps) > 0),
      suspect AS (
        SELECT *, list_filter(times, lambda one: one IS NOT NULL) AS known FROM walked
        WHERE list_count(times[:-2]) < len(times) - 1 OR list_sort(known) <> known),
      skipped AS (
        SELECT s.*, a.place AS place, min(b.place) AS next
        FROM suspect s, unnest(range(1, len(times))) a(place), unnest(range(2, len(times) + 1)) b(place)
        WHERE a.place < b.place AND (times[b.place] IS NOT NULL OR b.place = len(times))
          AND (times[a.place] IS NULL OR times[a.place] > times[b.place] + getvariable('jumped_s'))
        GROUP BY ALL),
      first AS (
        SELECT person, operation, seat, at_s, copy, times, min(place) AS place,
               arg_min(next, place) AS next, count(*) AS steps_skipped
        FROM skipped GROUP BY person, operation, seat, at_s, copy, times)
      SELECT person, operation, seat, at_s, w.step AS skipped, times[f.place] AS skipped_at_s,
             coalesce(n.step, 'the entry') AS went_on_to, times[f.next] AS went_on_at_s,
             steps_skipped, steps_skipped AS severity
      FROM first f JOIN way w ON w.place = f.place LEFT JOIN way n ON n.place = f.next""",
    of="SELECT count(*) FROM last WHERE len(steps) > 0",
    among="entries of the roll",
    broken="came without a step that had to come before",
    by_person=True,
    needs_before=True,
    needs=("steps",),
)

# Who applied before the run may be told during it what was drawn. Notices are read before a restart.
R13 = Rule(
    id="R13",
    title="whoever has a seat is told once",
    claim="Whoever has a new entry was sent one notice, and nobody else was sent any.",
    violations="""
      WITH holders AS (
        SELECT person, min(at_s) AS at_s, arg_min(seat, at_s) AS seat FROM last GROUP BY person),
      told AS (
        SELECT person, sum(copies)::BIGINT AS notices, min(at_s) AS at_s FROM notices
        WHERE person NOT IN (SELECT person FROM held WHERE old AND lot IS NOT NULL) GROUP BY person),
      later AS (
        SELECT person FROM held
        WHERE person IN (SELECT person FROM operations WHERE outcome = 'unknown') GROUP BY person
        HAVING bit_or(bits) & (SELECT bit FROM readings WHERE reading = 'second') = 0)
      SELECT person, coalesce(h.at_s, t.at_s) AS at_s, h.seat, coalesce(t.notices, 0) AS notices,
             CASE WHEN h.person IS NULL THEN 'unasked' WHEN t.person IS NULL THEN 'missing'
                  ELSE 'repeated' END AS notice,
             greatest(t.notices, 1) AS severity
      FROM holders h FULL JOIN told t USING (person)
      WHERE h.person IS NULL OR t.notices > 1
        OR t.person IS NULL AND h.person NOT IN (SELECT person FROM later)""",
    of="""SELECT count(*) FROM (
      SELECT hash(person) FROM last UNION SELECT hash(person) FROM notices)""",
    among="people with a new entry or a notice",
    broken="were told wrongly: not at all, more than once, or of nothing",
    by_person=True,
    needs_before=True,
    needs_notices=True,
    needs=("notices", "draw"),
)

# A hash that comes twice makes a suspect; only suspects, who are few, are compared in full.
R16 = Rule(
    id="R16",
    title="what is one person's own is nobody else's",
    claim="A value that may have one owner only belongs to one person.",
    violations="""
      WITH standing AS (
        SELECT person, at_s, old, unnest(map_entries(owned)) AS own FROM held
        WHERE cardinality(owned) > 0 AND bits & (SELECT arg_max(bit, place) FROM readings) > 0),
      suspect AS (
        FROM standing
        WHERE hash(own) IN (SELECT hash(own) FROM standing GROUP BY 1 HAVING count(*) > 1))
      SELECT array_to_string(list_sort(list(DISTINCT person))[:100], ', ') AS person,
             own.key AS "column", own.value AS value, count(DISTINCT person) AS people,
             min(at_s) FILTER (NOT old) AS at_s, NULL AS seat, count(DISTINCT person) AS severity
      FROM suspect GROUP BY own HAVING count(DISTINCT person) > 1 AND bool_or(NOT old)""",
    of="SELECT sum(cardinality(owned)) FROM last",
    among="values of new entries that may have one owner only",
    broken="have several",
    needs_before=True,
    needs=("unique",),
)
