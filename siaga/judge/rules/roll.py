"""Rules about the roll alone: it does not change any more, and nothing stands on it twice."""

from siaga.judge.rule import Rule

ON_ROLL = "SELECT count(*) FROM last"
"""How many new entries the roll has."""

# Who never heard an answer may be given a seat later: a slow site rightly finishes what it has in hand.
R0 = Rule(
    id="R0",
    title="every reading of the roll is equal",
    claim="What the site holds after the run is the same at every reading, before and after a restart.",
    violations="""
      WITH unsteady AS (
        SELECT person, operation, seat, at_s, copy, bits, old, coalesce(content, '') AS content,
               coalesce(owned::VARCHAR, '') AS owned, coalesce(steps::VARCHAR, '') AS steps
        FROM held WHERE bits <> (SELECT bit_or(bit) FROM readings)),
      entry AS (
        SELECT person, operation, seat, at_s, bit_or(bits) AS bits,
               count(*) = 1 AND NOT bool_or(old) AND bit_or(bits + (bits & -bits)) =
                 (SELECT bit_or(bit) + 1 FROM readings) AS came_and_stayed,
               concat_ws(', ', CASE WHEN count(DISTINCT content) > 1 THEN 'content' END,
                         CASE WHEN count(DISTINCT owned) > 1 THEN 'what has one owner' END,
                         CASE WHEN count(DISTINCT steps) > 1 THEN 'steps' END) AS differs_in
        FROM unsteady GROUP BY person, operation, seat, at_s, copy)
      SELECT person, operation, seat, at_s,
             (SELECT string_agg(reading, ', ' ORDER BY reading) FROM readings
              WHERE bits & bit > 0) AS seen_in,
             differs_in, bit_count(bits)::INTEGER AS severity
      FROM entry
      WHERE NOT (came_and_stayed
                 AND person IN (SELECT person FROM operations WHERE outcome = 'unknown'))""",
    of="""
      SELECT (SELECT count(*) FROM held WHERE bits = (SELECT bit_or(bit) FROM readings))
        + (SELECT count(*) FROM (SELECT DISTINCT person, operation, seat, at_s, copy FROM held
                                 WHERE bits <> (SELECT bit_or(bit) FROM readings)))""",
    among="entries of the roll",
    broken="are missing in one of its readings, or differ there",
    sampled=False,
    by_person=True,
)

# A hash that comes twice makes a suspect; only suspects, who are few, are compared in full.
R2 = Rule(
    id="R2",
    title="nothing stands twice",
    claim="A person, an operation and a seat each stand on the roll once at most.",
    violations="""
      WITH suspect AS (
        FROM entries WHERE hash(person) IN (SELECT hash(person) FROM held GROUP BY 1 HAVING count(*) > 1)
          OR hash(operation) IN
            (SELECT hash(operation) FROM held WHERE operation IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
          OR hash(seat) IN
            (SELECT hash(seat) FROM held WHERE seat IS NOT NULL GROUP BY 1 HAVING count(*) > 1)),
      repeated AS (
        FROM suspect SEMI JOIN (SELECT reading, person FROM suspect GROUP BY ALL HAVING count(*) > 1)
          USING (reading, person)
        UNION FROM suspect SEMI JOIN
          (SELECT reading, operation FROM suspect GROUP BY ALL HAVING count(*) > 1)
          USING (reading, operation)
        UNION FROM suspect SEMI JOIN (SELECT reading, seat FROM suspect GROUP BY ALL HAVING count(*) > 1)
          USING (reading, seat)),
      placed AS (
        SELECT *, row_number() OVER (ORDER BY old DESC, at_s, seat, person, operation, copy) AS place
        FROM repeated),
      numbered AS (
        SELECT *,
          row_number() OVER (PARTITION BY reading, person ORDER BY place) AS nth_person,
          row_number() OVER (PARTITION BY reading, coalesce(operation, 'none ' || place)
                             ORDER BY place) AS nth_operation,
          row_number() OVER (PARTITION BY reading, coalesce(seat, 'none ' || place)
                             ORDER BY place) AS nth_seat
        FROM placed)
      SELECT person, operation, seat, at_s,
             max(greatest(nth_person, nth_operation, nth_seat)) AS severity,
             CASE WHEN max(nth_person) > 1 THEN 'person' WHEN max(nth_operation) > 1 THEN 'operation'
                  ELSE 'seat' END AS stands_twice
      FROM numbered WHERE greatest(nth_person, nth_operation, nth_seat) > 1 AND NOT old
      GROUP BY person, operation, seat, at_s, copy""",
    of=ON_ROLL,
    among="entries of the roll",
    broken="repeat a person, an operation or a seat",
)
