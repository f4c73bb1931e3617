-- Whose each line is by those led: once for each leader, with what all whom they lead on its day have of it together.
-- grain: line, leader; key: line_id, rep_id; scope: everything, asked by a pay run alone.
-- Reads `credited`, as credit.sql has it, and `leadership`.
SELECT credited.line_id, leadership.leader AS rep_id, sum(credited.share) AS share
FROM credited
INNER JOIN leadership
    ON leadership.member = credited.payee
    AND credited.day >= leadership.first_day
    AND credited.day < leadership.end_day
WHERE credited.credit = 'direct'
GROUP BY credited.line_id, leadership.leader
