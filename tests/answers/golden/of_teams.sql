WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, sum(v2) AS a2, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.rep_id AS k1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v1,
            line."cost_amount" AS v2
        FROM (
    WITH led AS (
    WITH RECURSIVE below AS (
        SELECT manager.rep_id AS leader, owner.rep_id AS member,
            greatest(manager.from_day, owner.from_day, path.from_day) AS first_day,
            least(manager.to_day, owner.to_day, path.to_day) AS end_day
        FROM assignment AS manager
        INNER JOIN territory_tree AS tree ON tree.ancestor_id = manager.territory_id
        INNER JOIN territory_path AS path ON path.path_id = tree.path_id
        INNER JOIN assignment AS owner ON owner.territory_id = path.territory_id AND owner.role = 'owner'
        WHERE manager.role = 'manager' AND owner.rep_id != manager.rep_id
    ),
    reporting AS (
        SELECT rep_id AS member, manager_id AS leader FROM rep WHERE manager_id IS NOT NULL
        UNION
        SELECT reporting.member, rep.manager_id
        FROM reporting
        INNER JOIN rep ON rep.rep_id = reporting.leader
        WHERE rep.manager_id IS NOT NULL
    )
    SELECT DISTINCT leader, member, first_day, end_day
    FROM below
    WHERE first_day < end_day AND first_day < $credited2 AND end_day > $credited1
    UNION ALL
    SELECT leader, member, DATE '0001-01-01', DATE '9999-12-31'
    FROM reporting
    WHERE leader NOT IN (SELECT leader FROM below) AND leader != member
    ORDER BY 1, 2, 3
    ),
    leadership AS (
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
    ),
    line AS (
    SELECT *
    FROM sales
    WHERE order_date >= $credited1 AND order_date < $credited2
    ),
    split AS (
    WITH told AS (
        SELECT line.line_id, rep.rep_id AS payee, credit.share
        FROM line
        INNER JOIN credits AS credit ON credit.line_id = line.line_id
        INNER JOIN rep ON rep.rep_id = credit.rep_id
        WHERE rep.rep_id != '?'
    ),
    shared AS (
        SELECT line.line_id, owner.rep_id AS payee, owner.share
        FROM line
        INNER JOIN assignment AS owner
            ON owner.territory_id = line.territory_credited
            AND owner.role = 'owner'
            AND line.order_date >= owner.from_day
            AND line.order_date < owner.to_day
        WHERE owner.share IS NOT NULL AND owner.share > 0 AND line.line_id NOT IN (SELECT line_id FROM told)
        QUALIFY
            sum(owner.share) OVER (PARTITION BY line.line_id) = 1
            AND count(*) OVER (PARTITION BY line.line_id) > 1
            AND count_if(owner.rep_id = line.rep_id) OVER (PARTITION BY line.line_id) = 1
    )
    SELECT line_id, payee, share FROM told
    UNION ALL
    SELECT line_id, payee, share FROM shared
    ),
    part AS (
    SELECT line.line_id, leadership.leader AS payee, sum(split.share) AS share
    FROM split
    INNER JOIN line ON line.line_id = split.line_id
    INNER JOIN leadership
        ON leadership.member = split.payee
        AND line.order_date >= leadership.first_day
        AND line.order_date < leadership.end_day
    GROUP BY line.line_id, leadership.leader
    )
    SELECT line.* REPLACE (leadership.leader AS rep_id)
    FROM sales AS line
    INNER JOIN leadership ON leadership.member = line.rep_id
        AND line.order_date >= leadership.first_day AND line.order_date < leadership.end_day
    WHERE line.line_id NOT IN (SELECT line_id FROM split)
    UNION ALL BY NAME
    SELECT
        line.* REPLACE (
            part.payee AS rep_id,
            CAST(line.quantity * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS quantity,
            CAST(line.net_amount * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS net_amount,
            CAST(line.list_amount * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS list_amount,
            CAST(line.discount_amount * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS discount_amount,
            CAST(line.cost_amount * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS cost_amount,
            CAST(line.credited_amount * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS credited_amount,
            CAST(line.floor_amount * CAST(part.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS floor_amount
        )
    FROM sales AS line
    INNER JOIN part ON part.line_id = line.line_id
    ) AS line
        WHERE line.order_date BETWEEN $credited1 AND $to3
    )
    GROUP BY GROUPING SETS ((k1), ())
),
contact_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.rep_id AS k1,
            CASE WHEN line.kind IN ('visit', '?') THEN line."contacts" END AS v1
        FROM (
    WITH led AS (
    WITH RECURSIVE below AS (
        SELECT manager.rep_id AS leader, owner.rep_id AS member,
            greatest(manager.from_day, owner.from_day, path.from_day) AS first_day,
            least(manager.to_day, owner.to_day, path.to_day) AS end_day
        FROM assignment AS manager
        INNER JOIN territory_tree AS tree ON tree.ancestor_id = manager.territory_id
        INNER JOIN territory_path AS path ON path.path_id = tree.path_id
        INNER JOIN assignment AS owner ON owner.territory_id = path.territory_id AND owner.role = 'owner'
        WHERE manager.role = 'manager' AND owner.rep_id != manager.rep_id
    ),
    reporting AS (
        SELECT rep_id AS member, manager_id AS leader FROM rep WHERE manager_id IS NOT NULL
        UNION
        SELECT reporting.member, rep.manager_id
        FROM reporting
        INNER JOIN rep ON rep.rep_id = reporting.leader
        WHERE rep.manager_id IS NOT NULL
    )
    SELECT DISTINCT leader, member, first_day, end_day
    FROM below
    WHERE first_day < end_day AND first_day < $credited2 AND end_day > $credited1
    UNION ALL
    SELECT leader, member, DATE '0001-01-01', DATE '9999-12-31'
    FROM reporting
    WHERE leader NOT IN (SELECT leader FROM below) AND leader != member
    ORDER BY 1, 2, 3
    ),
    leadership AS (
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
    )
    SELECT line.* REPLACE (leadership.leader AS rep_id)
    FROM contact AS line
    INNER JOIN leadership ON leadership.member = line.rep_id
        AND line.day >= leadership.first_day AND line.day < leadership.end_day
    ) AS line
        WHERE line.day BETWEEN $credited1 AND $to3
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(contact_now_a1) AS contact_now_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1, a2 AS sales_now_a2 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS contact_now_a1 FROM contact_now
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_now_a2, 0)) AS DOUBLE) / CAST(nullif(spine.sales_now_a1, 0) AS DOUBLE) AS m1,
        coalesce(spine.contact_now_a1, 0) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN rep AS name1 ON name1.rep_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
