"""Rules about contents: what the site holds for a person is what the person asked it to hold."""

from siaga.judge.rule import Rule

# Whoever said the same every time and finds it held is right whatever came last: only the others, who
# are few, are looked at closely.
R9 = Rule(
    id="R9",
    title="what is held is what was asked for",
    claim="An entry holds what its person sent last; where nobody knows which was last, one of those.",
    violations="""
      WITH everything AS (
        SELECT person, op, at_s, ended_s, outcome, content FROM operations
        WHERE outcome <> 'refused' AND content <> ''),
      suspect AS (
        FROM last e SEMI JOIN everything s
          ON e.person = s.person AND e.content IS DISTINCT FROM s.content),
      said AS (FROM everything SEMI JOIN suspect USING (person)),
      newest AS (SELECT person, max(at_s) AS at_s FROM said WHERE outcome = 'ok' GROUP BY person),
      weighed AS (
        SELECT s.person, s.op, s.at_s, s.content,
               s.outcome = 'unknown' OR n.at_s <= s.ended_s AS possible
        FROM said s LEFT JOIN newest n USING (person))
      SELECT e.person, e.operation, e.seat, e.at_s, coalesce(e.content, '') AS held,
             string_agg(w.op || ' ' || w.content, ', ' ORDER BY w.at_s, w.op)
               FILTER (w.possible) AS possible,
             CASE WHEN e.content IS NULL THEN 'nothing'
                  WHEN bool_or(w.content = e.content) THEN 'what was replaced later'
                  ELSE 'what the person never sent' END AS holds,
             CASE WHEN bool_or(w.content = e.content) THEN 1 ELSE 2 END AS severity
      FROM suspect e JOIN weighed w USING (person)
      GROUP BY e.person, e.operation, e.seat, e.at_s, e.copy, e.content
      HAVING NOT coalesce(bool_or(w.possible AND w.content = e.content), false)""",
    of="""
      SELECT count(*) FROM last
      SEMI JOIN (FROM operations WHERE outcome <> 'refused' AND content <> '') USING (person)""",
    among="entries of people who said what to hold",
    broken="hold something else",
    by_person=True,
    needs_ledgers=True,
    needs=("content",),
)
