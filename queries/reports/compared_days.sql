-- The earlier days that stand against a range, first to last; how many they are, and how many of them and of the
-- range itself are worked.
-- grain: one row; key: none; scope: none, a calendar is nobody's.
SELECT
    min(day_shift.from_day) AS first_day,
    max(day_shift.from_day) AS last_day,
    count(*) AS days,
    count(*) FILTER (WHERE calendar.working) AS working_days,
    (SELECT count(*) FROM calendar WHERE calendar.day BETWEEN $start AND $end AND calendar.working)
        AS working_days_now
FROM day_shift
INNER JOIN calendar ON calendar.day = day_shift.from_day
WHERE day_shift.mode = $mode AND day_shift.to_day BETWEEN $start AND $end
