-- Every accepted line is in the mart once, and its money with it. Returns a row for each thing that differs.
-- grain: one difference; key: what; scope: none.
WITH staged AS (
    SELECT
        count(*) AS line_count,
        coalesce(sum(net_amount), 0) AS net,
        sum(CAST(hash(line_id) AS HUGEINT)) AS ids
    FROM (
        SELECT line_id, net_amount FROM model.sales
        UNION ALL
        SELECT line_id, net_in_currency FROM before.carried
    ) AS line
),

built AS (
    SELECT
        count(*) AS line_count,
        coalesce(sum(net_in_currency), 0) AS net,
        sum(CAST(hash(line_id) AS HUGEINT)) AS ids
    FROM mart.sales
)

SELECT 'lines' AS what FROM staged, built WHERE staged.line_count != built.line_count
UNION ALL
SELECT 'money' FROM staged, built WHERE staged.net != built.net
UNION ALL
SELECT 'keys' FROM staged, built WHERE staged.ids IS DISTINCT FROM built.ids
