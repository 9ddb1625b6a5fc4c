"""Rules about moments: nothing is given after joining has closed, and what was given can be seen."""

from siaga.judge.rule import Rule

# Who asked in time and heard nothing, or stood on the roll before, may be told so after the close.
R14 = Rule(
    id="R14",
    title="nothing is given after joining has closed",
    claim="Whoever asks after joining has closed gets nothing new, and no entry is made after it.",
    violations="""
      WITH door AS (SELECT getvariable('closes_s') + getvariable('skew_s') AS shut_s),
      asked AS (
        SELECT person, min(at_s) AS at_s, arg_min(op, at_s) AS op FROM operations, door
        WHERE outcome = 'ok' AND at_s > shut_s GROUP BY person),
      in_time AS (
        SELECT person FROM operations, door WHERE outcome <> 'refused' AND at_s <= shut_s
        UNION ALL SELECT person FROM held WHERE old),
      late AS (FROM asked ANTI JOIN in_time USING (person)),
      given AS (
        SELECT person, min(at_s) - getvariable('t0_s') AS at_s, arg_min(seat, at_s) AS seat
        FROM last, door WHERE at_s > getvariable('t0_s') + shut_s GROUP BY person)
      SELECT person, least(l.at_s, g.at_s) AS at_s, l.op, l.at_s AS asked_at_s, g.at_s AS given_at_s,
             g.seat, greatest(l.at_s, g.at_s) - getvariable('closes_s') AS late_s, late_s AS severity
      FROM late l FULL JOIN given g USING (person)""",
    of="""
      WITH door AS (SELECT getvariable('closes_s') + getvariable('skew_s') AS shut_s)
      SELECT count(*) FROM (
        SELECT person FROM operations, door WHERE at_s > shut_s
        UNION SELECT person FROM last, door WHERE at_s > getvariable('t0_s') + shut_s)""",
    among="people who came after joining had closed",
    broken="were let in",
    by_person=True,
    needs_before=True,
    needs=("closing",),
    needs_written=("clock",),
    no_case="Nobody came after joining had closed, so nobody knows whether it was.",
    worst=", {} late at the worst",
)

# An operation without an answer may have been granted with a receipt that nobody was told.
R17 = Rule(
    id="R17",
    title="what was acknowledged can be seen",
    claim="Whoever looks after having been told yes is shown what was granted.",
    violations="""
      WITH told AS (
        SELECT person, min(ended_s) AS acknowledged_at_s, arg_min(receipt, ended_s) AS receipt
        FROM (FROM operations WHERE outcome = 'ok')
        SEMI JOIN (FROM sightings WHERE what = 'holding') USING (person) GROUP BY person),
      looks AS (
        SELECT s.person, s.visitor, s.text AS shown, s.began_s, s.at_s, t.acknowledged_at_s, t.receipt
        FROM sightings s JOIN told t ON t.person = s.person AND s.began_s > t.acknowledged_at_s
        WHERE s.what = 'holding')
      SELECT l.person, l.visitor, l.receipt, l.acknowledged_at_s, l.shown, l.began_s, l.at_s,
             NULL AS seat, l.at_s - l.acknowledged_at_s AS stale_for_s, stale_for_s AS severity
      FROM looks l ANTI JOIN operations o
        ON o.person = l.person AND l.shown <> ''
        AND (o.outcome = 'ok' AND (o.receipt = l.shown OR o.receipt = '')
             OR o.outcome = 'unknown' AND o.at_s <= l.at_s)""",
    of="""
      SELECT count(*) FROM (FROM sightings WHERE what = 'holding') s
      JOIN (SELECT person, min(ended_s) AS ended_s FROM (FROM operations WHERE outcome = 'ok')
            SEMI JOIN (FROM sightings WHERE what = 'holding') USING (person) GROUP BY person) t
        ON t.person = s.person AND s.began_s > t.ended_s""",
    among="looks at what was acknowledged",
    broken="showed nothing, or something else",
    by_person=True,
    looks="holding",
    no_case="Nobody looked at what they hold after it had been acknowledged.",
    worst=", up to {} after the acknowledgement",
)
