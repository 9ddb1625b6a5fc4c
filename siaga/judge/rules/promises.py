"""Rules about promises: what people were told, against what the site holds."""

from siaga.judge.rule import Rule
from siaga.judge.rules.roll import ON_ROLL

R1 = Rule(
    id="R1",
    by_person=True,
    title="nothing acknowledged is lost",
    claim="Whoever was told yes is on the roll, at every reading.",
    violations="""
      WITH standing AS (SELECT person, bit_or(bits) AS bits FROM held GROUP BY person),
      lost AS (
        SELECT p.person, coalesce(s.bits, 0) AS bits
        FROM (FROM people WHERE outcome = 'ok') p LEFT JOIN standing s ON s.person = p.person
        WHERE coalesce(s.bits, 0) <> (SELECT bit_or(bit) FROM readings))
      SELECT l.person, arg_min(o.op, o.at_s) AS op, arg_min(o.key, o.at_s) AS key,
             arg_min(o.receipt, o.at_s) AS receipt, min(o.ended_s) AS acknowledged_at_s,
             (SELECT string_agg(reading, ', ' ORDER BY reading) FROM readings
              WHERE l.bits & bit = 0) AS missing_in,
             min(o.at_s) AS at_s, NULL AS seat,
             (SELECT count(*) FROM readings WHERE l.bits & bit = 0) AS severity
      FROM lost l JOIN (FROM operations WHERE outcome = 'ok') o ON o.person = l.person
      GROUP BY l.person, l.bits""",
    of="SELECT count(*) FROM people WHERE outcome = 'ok'",
    among="acknowledged people",
    broken="are lost",
)

R3 = Rule(
    id="R3",
    by_person=True,
    title="nothing refused is done",
    claim="Whoever was only ever told no is not on the roll.",
    violations="""
      SELECT e.person, e.operation, e.seat, e.at_s, arg_min(o.status, o.at_s) AS status,
             arg_min(o.why, o.at_s) AS why, any_value(p.operations) AS severity
      FROM entries e JOIN people p USING (person) JOIN operations o USING (person)
      WHERE NOT e.old AND p.outcome = 'refused'
      GROUP BY e.person, e.operation, e.seat, e.at_s, e.copy""",
    of="SELECT count(*) FROM people WHERE outcome = 'refused'",
    among="refused people",
    broken="are on the roll all the same",
    needs_ledgers=True,
)

R4 = Rule(
    id="R4",
    by_person=True,
    title="nothing unasked is done",
    claim="Whoever is on the roll has asked for it, or stood there before the run.",
    violations="""
      SELECT person, operation, seat, at_s, 1 AS severity
      FROM entries e ANTI JOIN people p USING (person)
      WHERE NOT e.old GROUP BY person, operation, seat, at_s, copy""",
    of=ON_ROLL,
    among="entries of the roll",
    broken="were asked for by nobody",
    needs_before=True,
    needs_ledgers=True,
)

R5 = Rule(
    id="R5",
    by_person=True,
    title="unknown outcomes, settled by the roll",
    claim="Whoever never heard an answer may be on the roll or not; those who are, are counted.",
    violations="""
      SELECT p.person, min(e.at_s) AS at_s, min(e.seat) AS seat, 1 AS severity
      FROM people p JOIN last e USING (person) WHERE p.outcome = 'unknown' GROUP BY p.person""",
    of="SELECT count(*) FROM people WHERE outcome = 'unknown'",
    among="people without an answer",
    broken="are on the roll",
    sampled=False,
    forbidden=False,
)

# A hash that comes twice makes a suspect; only suspects, who are few, are compared in full.
R8 = Rule(
    id="R8",
    title="a receipt has one owner and does not change",
    claim="However often an operation is acknowledged, it has one receipt, which nobody else has.",
    violations="""
      WITH told AS (FROM operations WHERE outcome = 'ok' AND receipt <> ''),
      yes AS (
        FROM told WHERE hash(kind, person, key) IN
            (SELECT hash(kind, person, key) FROM told GROUP BY 1 HAVING count(*) > 1)
          OR hash(kind, receipt) IN
            (SELECT hash(kind, receipt) FROM told GROUP BY 1 HAVING count(*) > 1))
      SELECT person, key, string_agg(DISTINCT receipt, ', ' ORDER BY receipt) AS receipt,
             min(at_s) AS at_s, NULL AS seat, count(DISTINCT receipt) AS severity
      FROM yes GROUP BY kind, person, key HAVING count(DISTINCT receipt) > 1
      UNION ALL
      SELECT string_agg(DISTINCT person, ', ' ORDER BY person), min(key), receipt,
             min(at_s), NULL, count(DISTINCT person)
      FROM yes GROUP BY kind, receipt HAVING count(DISTINCT person) > 1""",
    of="SELECT count(*) FROM operations WHERE outcome = 'ok'",
    among="acknowledged operations",
    broken="contradict another in their receipts",
)
