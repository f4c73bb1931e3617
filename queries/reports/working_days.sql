-- How many days of a range are worked.
-- grain: one row; key: none; scope: none, a calendar is nobody's.
SELECT count(*) AS working_days
FROM calendar
WHERE calendar.day BETWEEN $start AND $end AND calendar.working
