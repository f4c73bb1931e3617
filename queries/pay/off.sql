-- Days that are not worked.
-- grain: one day; key: day; scope: everything, asked by a pay run alone.
SELECT day FROM calendar WHERE NOT working AND day >= $first AND day < $end ORDER BY day
