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
    credited AS (
    WITH line AS (
        SELECT
            sales.*,
            sales.net_in_currency - sales.cost_in_currency AS margin_in_currency,
            sales.order_date + coalesce(sales.booked_days, 0) AS booked_on
        FROM sales
        WHERE
            greatest(sales.order_date, sales.order_date + coalesce(sales.booked_days, 0)) >= $credited1
            AND least(sales.order_date, sales.order_date + coalesce(sales.booked_days, 0)) < $credited2
    ),
    told AS (
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
    ),
    whole AS (
        SELECT line.line_id, line.rep_id AS payee, CAST(1 AS DECIMAL(18, 8)) AS share
        FROM line
        WHERE
            line.rep_id != '?'
            AND line.line_id NOT IN (SELECT line_id FROM told)
            AND line.line_id NOT IN (SELECT line_id FROM shared)
    ),
    overlaid AS (
        SELECT line.line_id, overlay.rep_id AS payee, coalesce(overlay.share, 1) AS share
        FROM line
        INNER JOIN territory_tree AS tree ON tree.path_id = line.path_credited
        INNER JOIN assignment AS overlay
            ON overlay.territory_id = tree.ancestor_id
            AND overlay.role = 'overlay'
            AND line.order_date >= overlay.from_day
            AND line.order_date < overlay.to_day
        QUALIFY row_number() OVER (PARTITION BY line.line_id, overlay.rep_id ORDER BY tree.depth DESC) = 1
    ),
    credited AS (
        SELECT line_id, payee, share, 'direct' AS credit FROM told
        UNION ALL SELECT line_id, payee, share, 'direct' FROM shared
        UNION ALL SELECT line_id, payee, share, 'direct' FROM whole
        UNION ALL SELECT line_id, payee, share, 'overlay' FROM overlaid
    ),
    placed AS (
        SELECT
            credited.*,
            sum(credited.share) OVER (PARTITION BY credited.line_id, credited.credit) AS together,
            row_number() OVER (
                PARTITION BY credited.line_id, credited.credit ORDER BY credited.share DESC, credited.payee ASC
            ) AS place
        FROM credited
    ),
    parted AS (
        SELECT
            placed.*,
            line.order_date,
            line.net_in_currency,
            line.margin_in_currency,
            line.quantity,
            CAST(line.net_in_currency * CAST(placed.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS net_part,
            CAST(line.margin_in_currency * CAST(placed.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS margin_part,
            CAST(line.quantity * CAST(placed.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS quantity_part
        FROM placed
        INNER JOIN line ON line.line_id = placed.line_id
    ),
    given_back AS (
        SELECT
            line.line_id,
            min_by(sold.line_id, (sold.order_date, sold.line_id)) AS sold_line,
            min(sold.order_date) AS sold_on,
            min_by(sold.order_date + coalesce(sold.booked_days, 0), (sold.order_date, sold.line_id)) AS sold_booked_on
        FROM line
        INNER JOIN sales AS sold
            ON sold.order_id = line.order_id AND sold.product_id = line.product_id AND sold.net_in_currency > 0
            AND sold.order_date <= line.order_date
        WHERE line.net_in_currency < 0
        GROUP BY line.line_id
    )
    SELECT
        parted.payee,
        parted.order_date AS day,
        parted.line_id,
        parted.credit,
        parted.share,
        parted.net_part + CASE
            WHEN parted.together = 1 AND parted.place = 1
                THEN parted.net_in_currency - sum(parted.net_part) OVER (PARTITION BY parted.line_id, parted.credit)
            ELSE 0
        END AS net_sales,
        parted.margin_part + CASE
            WHEN parted.together = 1 AND parted.place = 1
                THEN parted.margin_in_currency
                    - sum(parted.margin_part) OVER (PARTITION BY parted.line_id, parted.credit)
            ELSE 0
        END AS gross_margin,
        parted.quantity_part + CASE
            WHEN parted.together = 1 AND parted.place = 1
                THEN parted.quantity - sum(parted.quantity_part) OVER (PARTITION BY parted.line_id, parted.credit)
            ELSE 0
        END AS units,
        line.order_id,
        line.customer_id AS customer,
        line.product_id AS product,
        line.channel,
        product.brand,
        product.category,
        customer.segment,
        customer.industry,
        given_back.sold_line AS returns,
        given_back.sold_on AS returns_day,
        line.booked_on,
        given_back.sold_booked_on AS returns_booked_on,
        line.currency
    FROM parted
    INNER JOIN line ON line.line_id = parted.line_id
    LEFT JOIN product ON product.product_id = line.product_id
    LEFT JOIN customer ON customer.customer_id = line.customer_id
    LEFT JOIN given_back ON given_back.line_id = line.line_id
    ORDER BY parted.payee, parted.order_date, parted.line_id, parted.credit
    ),
    part AS (
    SELECT credited.line_id, leadership.leader AS rep_id, sum(credited.share) AS share
    FROM credited
    INNER JOIN leadership
        ON leadership.member = credited.payee
        AND credited.day >= leadership.first_day
        AND credited.day < leadership.end_day
    WHERE credited.credit = 'direct'
    GROUP BY credited.line_id, leadership.leader
    )
    SELECT
        line.* REPLACE (
            part.rep_id AS rep_id,
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
