-- Where people work on a day, in words: the territories of each address.
-- grain: one address; key: email; scope: shown for demo people only.
SELECT rep.email, string_agg(DISTINCT territory.label, ', ' ORDER BY territory.label) AS place
FROM assignment
INNER JOIN rep ON rep.rep_id = assignment.rep_id
INNER JOIN territory ON territory.territory_id = assignment.territory_id
WHERE assignment.from_day <= $day AND assignment.to_day > $day AND rep.email IS NOT NULL
GROUP BY rep.email
