"""Rules about seats: there are as many as there are."""

from siaga.judge.rule import Rule

R6 = Rule(
    id="R6",
    title="no seat beyond the quota",
    claim="At no moment are more seats given than there are.",
    violations="""
      SELECT person, operation, seat, at_s, max(nth) AS severity, max(nth) AS nth_given
      FROM (SELECT *, row_number() OVER
              (PARTITION BY reading ORDER BY old DESC, at_s, seat, person, operation, copy) AS nth
            FROM entries SEMI JOIN (SELECT reading FROM entries GROUP BY reading
                                    HAVING count(*) > (SELECT quota FROM wave)) USING (reading))
      WHERE nth > (SELECT quota FROM wave)
      GROUP BY person, operation, seat, at_s, copy""",
    of="SELECT quota FROM wave",
    among="seats",
    broken="were given beyond the quota",
    sampled=False,
    needs=("quota",),
)
