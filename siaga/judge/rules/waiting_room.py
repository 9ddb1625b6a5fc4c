"""Rules about the waiting room: whom it lets in, how many, and in which order."""

from siaga.judge.rule import Rule

# Times in whole microseconds, as the ledger has them: a window has to end where it ends. All admissions
# are looked through as numbers; only suspects, who are few, are looked at with their names and tokens.
# Two people may have been at two workers, whose clocks may be apart. A late worker saw people later than
# they came, by that much at most.
R15 = Rule(
    id="R15",
    title="the waiting room lets in whom it may",
    claim="An admission is one person's, no more come at a time than is promised, and in their turn.",
    violations="""
      WITH bounds AS (
        SELECT floor(getvariable('admits_per_s') * getvariable('over_s')
                     * (1 + getvariable('tolerance')) + 1e-9)::BIGINT AS most,
               round((getvariable('over_s') - getvariable('apart_s')) * 1e6)::BIGINT AS over_us,
               round((getvariable('fifo_within_s') + getvariable('apart_s')) * 1e6)::BIGINT
                 AS within_us),
      looks AS (
        SELECT hash(person, text) AS id, round(at_s * 1e6)::BIGINT AS us, number AS place,
               CASE WHEN text <> '' THEN hash(text) END AS token, hash(person) AS owner
        FROM sightings WHERE what = 'admitted'),
      admissions AS (
        SELECT id, min(us) AS us, min(place) AS place, min(token) AS token FROM looks GROUP BY id),
      shared AS (
        SELECT token FROM looks WHERE token IS NOT NULL GROUP BY token
        HAVING min(owner) <> max(owner)),
      timed AS (
        SELECT us, row_number() OVER (ORDER BY us) AS nth, lag(us, most) OVER (ORDER BY us) AS began_us
        FROM admissions, bounds),
      crowded AS (
        SELECT us, min(nth) AS nth FROM timed
        WHERE us IN (SELECT us FROM timed, bounds WHERE us - began_us < over_us) GROUP BY us),
      ahead AS (
        SELECT place, min(min(us)) OVER (ORDER BY place DESC
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead_us
        FROM admissions WHERE place IS NOT NULL GROUP BY place),
      suspects AS (
        SELECT id, us, place, ahead_us, coalesce(us - ahead_us > within_us, false) AS overtaken
        FROM bounds CROSS JOIN admissions LEFT JOIN ahead USING (place)
        WHERE us - ahead_us > within_us OR us IN (SELECT us FROM crowded)
          OR token IN (SELECT token FROM shared)),
      named AS (
        SELECT s.*, l.person, l.text AS token, min(l.at_s) AS at_s
        FROM suspects s JOIN sightings l ON hash(l.person, l.text) = s.id AND l.what = 'admitted'
        GROUP BY ALL),
      numbered AS (
        SELECT n.*, c.nth + row_number() OVER (PARTITION BY n.us ORDER BY n.person, n.token) - 1 AS nth,
               n.token <> '' AND row_number() OVER token > 1 AS shared,
               first_value(n.person) OVER token AS token_of
        FROM named n LEFT JOIN crowded c ON c.us = n.us
        WINDOW token AS (PARTITION BY n.token ORDER BY n.us, n.person)),
      weighed AS (
        SELECT n.*, e.us AS began_us, coalesce(n.us - e.us < over_us, false) AS surplus
        FROM bounds CROSS JOIN numbered n LEFT JOIN timed e ON e.nth = n.nth - most),
      overtakers AS (
        SELECT a.us, a.place, l.person
        FROM admissions a JOIN sightings l ON hash(l.person, l.text) = a.id AND l.what = 'admitted'
        WHERE a.us IN (SELECT ahead_us FROM suspects WHERE overtaken))
      SELECT person, token, place, at_s, NULL AS seat,
             concat_ws(', ', CASE WHEN shared THEN 'with the token of somebody else' END,
                       CASE WHEN surplus THEN 'one too many' END,
                       CASE WHEN overtaken THEN 'out of turn' END) AS let_in,
             CASE WHEN shared THEN token_of END AS token_of,
             CASE WHEN surplus THEN began_us / 1e6 END AS window_began_s,
             CASE WHEN overtaken THEN (
               SELECT min(o.person) FROM overtakers o WHERE o.us = w.ahead_us AND o.place > w.place)
               END AS overtaken_by,
             CASE WHEN overtaken THEN (us - ahead_us) / 1e6 END AS overtaken_by_s,
             shared::INTEGER + surplus::INTEGER + overtaken::INTEGER AS severity
      FROM weighed w WHERE shared OR surplus OR overtaken""",
    of="""
      SELECT count(*) FROM (
        SELECT DISTINCT hash(person, text) FROM sightings WHERE what = 'admitted')""",
    among="admissions",
    broken="should not have been, or not then",
    needs=("waiting-room",),
    looks="admitted",
    excuse="""
      WITH moments AS (SELECT DISTINCT at_s, coalesce(window_began_s, at_s) AS since_s FROM found),
      worst AS (
        SELECT m.at_s, m.since_s, max(l.late_s) AS in_window_s,
               coalesce(max(l.late_s) FILTER (m.at_s < l.until_s), 0) AS at_last_s
        FROM moments m JOIN lates l ON l.from_s <= m.at_s AND m.since_s < l.until_s
        GROUP BY m.at_s, m.since_s),
      excused AS (
        SELECT w.in_window_s FROM found f JOIN worst w
          ON w.at_s = f.at_s AND w.since_s = coalesce(f.window_began_s, f.at_s)
        WHERE f.token_of IS NULL
          AND getvariable('admits_per_s') * getvariable('over_s') * (1 + getvariable('tolerance')) >= 1
          AND coalesce(f.at_s - f.window_began_s + w.in_window_s
                       >= getvariable('over_s') - getvariable('apart_s'), true)
          AND coalesce(f.overtaken_by_s - w.at_last_s
                       <= getvariable('fifo_within_s') + getvariable('apart_s'), true))
      SELECT format('A worker was {:.3g} s late, and may have seen them so much later than they came.',
                    max(in_window_s)) AS excuse
      FROM excused HAVING count(*) = (SELECT count(*) FROM found)""",
)
