-- Lines of the sales mart of which somebody is credited with a part: whose, and of every amount that part.
-- grain: line, person; key: line_id, rep_id; scope: everything, asked by a pay run alone.
-- Reads `part`: of each of these lines whose it is, and which share of it.
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
