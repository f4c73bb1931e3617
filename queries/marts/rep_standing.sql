-- Whether each person with a quota was there and past the first months, and how much leave there is room for.
-- grain: person, territory of a quota, quota period and stretch; key: rep_id, path_credited, quota_period, from_day;
-- scope: path_credited or path_today. A person stands in all quota periods of a fiscal year in which there is a quota,
-- so that whoever came or went in between is seen. `slack` is the company's percentage of days, less a hundred for each
-- day of leave: below zero over a period, it was too long.
WITH quoted AS (
    SELECT line.*, calendar.fiscal_year
    FROM mart.quota_day AS line
    INNER JOIN mart.calendar AS calendar ON calendar.day = line.day
    WHERE line.rep_id != '?' AND line.measure = 'net_sales' AND line.layer IN ('rep', 'territory')
),

place AS (
    SELECT DISTINCT fiscal_year, rep_id, territory_credited, path_credited, territory_today, path_today
    FROM quoted
),

period AS (
    SELECT quota_period, fiscal_year, min(day) AS from_day, max(day) + 1 AS to_day
    FROM quoted
    GROUP BY quota_period, fiscal_year
),

person AS (
    SELECT
        rep.rep_id,
        coalesce(CAST(rep.hired_on + to_months(company.ramp_months) AS DATE), DATE '0001-01-01') AS ready_day,
        coalesce(rep.left_on, DATE '9999-12-31') AS left_day,
        company.leave_percent
    FROM mart.rep AS rep
    CROSS JOIN model.company AS company
    WHERE rep.rep_id IN (SELECT rep_id FROM place)
),

leave AS (
    SELECT rep_id, valid_from AS from_day, coalesce(valid_to, DATE '9999-12-31') AS to_day
    FROM model.absences
    WHERE rep_id IN (SELECT rep_id FROM person)
),

change AS (
    SELECT rep_id, DATE '0001-01-01' AS day FROM person
    UNION SELECT rep_id, ready_day FROM person
    UNION SELECT rep_id, left_day FROM person
    UNION SELECT rep_id, from_day FROM leave
    UNION SELECT rep_id, to_day FROM leave
),

stretch AS (
    SELECT
        change.rep_id,
        change.day AS from_day,
        lead(change.day, 1, DATE '9999-12-31') OVER (PARTITION BY change.rep_id ORDER BY change.day) AS to_day
    FROM change
),

away AS (
    SELECT DISTINCT stretch.rep_id, stretch.from_day
    FROM stretch
    INNER JOIN leave
        ON leave.rep_id = stretch.rep_id
        AND leave.from_day <= stretch.from_day
        AND leave.to_day > stretch.from_day
),

standing AS (
    SELECT
        stretch.*,
        CAST(stretch.from_day < person.ready_day OR stretch.from_day >= person.left_day AS INTEGER) AS unready,
        person.leave_percent - CASE WHEN away.rep_id IS NULL THEN 0 ELSE 100 END AS slack
    FROM stretch
    INNER JOIN person ON person.rep_id = stretch.rep_id
    LEFT JOIN away ON away.rep_id = stretch.rep_id AND away.from_day = stretch.from_day
    WHERE stretch.from_day < stretch.to_day
)

SELECT
    standing.rep_id,
    place.territory_credited,
    place.path_credited,
    place.territory_today,
    place.path_today,
    period.quota_period,
    greatest(standing.from_day, period.from_day) AS from_day,
    least(standing.to_day, period.to_day) AS to_day,
    standing.unready,
    standing.slack
FROM standing
INNER JOIN place ON place.rep_id = standing.rep_id
INNER JOIN period
    ON period.fiscal_year = place.fiscal_year
    AND period.from_day < standing.to_day
    AND period.to_day > standing.from_day
ORDER BY standing.rep_id, place.territory_credited, from_day
