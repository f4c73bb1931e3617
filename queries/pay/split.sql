-- Who is credited with a line that is not, as a whole, that of whoever works its territory: it is told, or shared.
-- grain: line, person; key: line_id, payee; scope: everything, asked by a pay run alone.
-- Reads `line`, as line.sql has it.
WITH told AS (
    -- Where somebody overrode who is credited, only that holds.
    SELECT line.line_id, rep.rep_id AS payee, credit.share
    FROM line
    INNER JOIN credits AS credit ON credit.line_id = line.line_id
    INNER JOIN rep ON rep.rep_id = credit.rep_id
    WHERE rep.rep_id != '?'
),

shared AS (
    -- Owners of a territory who share it by parts that make a whole.
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
