"""Rules about the roll alone: it does not change any more, and nothing stands on it twice."""

from siaga.judge.rule import Rule

ON_ROLL = "SELECT count(*) FROM last"
"""How many new entries the roll has."""

R0 = Rule(
    id="R0",
    title="every reading of the roll is equal",
    claim="What the site holds after the run is the same at every reading, before and after a restart.",
    violations="""
      SELECT person, operation, seat, at_s, string_agg(reading, ', ' ORDER BY reading) AS seen_in,
             count(*) AS severity
      FROM entries GROUP BY person, operation, seat, at_s, copy
      HAVING count(*) < (SELECT count(*) FROM readings)""",
    of="SELECT count(*) FROM (SELECT DISTINCT person, operation, seat, at_s, copy FROM entries)",
    among="entries of the roll",
    broken="are missing in one of its readings",
    sampled=False,
)

R2 = Rule(
    id="R2",
    title="nothing stands twice",
    claim="A person, an operation and a seat each stand on the roll once at most.",
    violations="""
      WITH repeated AS (
        FROM entries SEMI JOIN (SELECT reading, person FROM entries GROUP BY ALL HAVING count(*) > 1)
          USING (reading, person)
        UNION FROM entries SEMI JOIN
          (SELECT reading, operation FROM entries GROUP BY ALL HAVING count(*) > 1)
          USING (reading, operation)
        UNION FROM entries SEMI JOIN (SELECT reading, seat FROM entries GROUP BY ALL HAVING count(*) > 1)
          USING (reading, seat)),
      placed AS (
        SELECT *, row_number() OVER (PARTITION BY reading
                    ORDER BY old DESC, at_s, seat, person, operation, copy) AS place FROM repeated),
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
