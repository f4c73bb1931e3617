-- Where a deal, a contact or a plan stands: the territory that owns its customer on its day, else its person's.
-- grain: customer, person and day, as these have them; key: customer_id, rep_id, day; scope: none.
WITH mentioned AS (
    SELECT customer_id, rep_id, created_on AS day FROM mart.opportunity
    UNION SELECT customer_id, rep_id, closed_on FROM mart.opportunity WHERE closed_on IS NOT NULL
    UNION SELECT customer_id, rep_id, expected_close FROM mart.opportunity WHERE expected_close IS NOT NULL
    UNION SELECT customer_id, rep_id, day FROM mart.activity
    UNION SELECT coalesce(customer.customer_id, '?'), '?', plan.period_end - 1
    FROM model.call_plans AS plan
    LEFT JOIN mart.customer AS customer ON customer.customer_id = plan.customer_id
),

owned AS (
    SELECT
        mentioned.*,
        coalesce(of_customer.territory_id, of_rep.territory_id) AS credited_id,
        CASE WHEN customer.path_today != 0 THEN customer.territory_today ELSE rep_today.territory_id END AS today_id
    FROM mentioned
    INNER JOIN mart.customer AS customer ON customer.customer_id = mentioned.customer_id
    LEFT JOIN mart.alignment AS alignment
        ON alignment.customer_id = mentioned.customer_id
        AND mentioned.day >= alignment.from_day
        AND mentioned.day < alignment.to_day
    LEFT JOIN mart.territory AS of_customer ON of_customer.territory_id = alignment.territory_id
    LEFT JOIN mart.rep_territory AS of_rep
        ON of_rep.rep_id = mentioned.rep_id
        AND mentioned.day >= of_rep.from_day
        AND mentioned.day < of_rep.to_day
    LEFT JOIN mart.rep_today AS rep_today ON rep_today.rep_id = mentioned.rep_id
)

SELECT
    owned.customer_id,
    owned.rep_id,
    owned.day,
    coalesce(credited.territory_id, '?') AS territory_credited,
    coalesce(path.path_id, 0) AS path_credited,
    coalesce(present.territory_id, '?') AS territory_today,
    coalesce(present.path_today, 0) AS path_today
FROM owned
LEFT JOIN mart.territory AS credited ON credited.territory_id = owned.credited_id
LEFT JOIN mart.territory_path AS path
    ON path.territory_id = credited.territory_id AND owned.day >= path.from_day AND owned.day < path.to_day
LEFT JOIN mart.territory AS present ON present.territory_id = owned.today_id
