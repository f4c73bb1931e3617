-- The days of the year before that stand against a range, first to last.
-- grain: one row; key: none; scope: none, a calendar is nobody's.
SELECT min(day_shift.from_day) AS first_day, max(day_shift.from_day) AS last_day
FROM day_shift
WHERE day_shift.mode = $mode AND day_shift.to_day BETWEEN $start AND $end
