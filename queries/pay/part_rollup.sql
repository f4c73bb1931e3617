-- Of each line that is told or shared what all whom a leader leads on its day have of it together.
-- grain: line, leader; key: line_id, payee; scope: everything, asked by a pay run alone.
-- Reads `line`, `split` and `leadership`, as the queries of these names have them.
SELECT line.line_id, leadership.leader AS payee, sum(split.share) AS share
FROM split
INNER JOIN line ON line.line_id = split.line_id
INNER JOIN leadership
    ON leadership.member = split.payee
    AND line.order_date >= leadership.first_day
    AND line.order_date < leadership.end_day
GROUP BY line.line_id, leadership.leader
