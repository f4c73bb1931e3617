-- Whose each territory is on a day.
-- grain: one territory; key: territory_id; scope: keys alone; what is added up by them has been checked.
SELECT territory_id, rep_id FROM territory_owner WHERE from_day <= $day AND to_day > $day ORDER BY territory_id
