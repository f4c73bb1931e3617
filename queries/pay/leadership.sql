-- Who leads whom on which days, each day once: stretches that meet or overlap are one.
-- grain: leader, member, stretch; key: leader, member, first_day; scope: everything, asked by a pay run alone.
-- Reads `led`, as led.sql has it.
WITH told AS (
    SELECT
        *,
        max(end_day) OVER (
            PARTITION BY leader, member ORDER BY first_day, end_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM led
),

numbered AS (
    SELECT
        *,
        count_if(reached IS NULL OR first_day > reached) OVER (
            PARTITION BY leader, member ORDER BY first_day, end_day ROWS UNBOUNDED PRECEDING
        ) AS nth
    FROM told
)

SELECT leader, member, min(first_day) AS first_day, max(end_day) AS end_day
FROM numbered
GROUP BY leader, member, nth
