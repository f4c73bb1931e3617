-- Pay that waits.
-- grain: one hold; key: hold_id; scope: everything, asked by a pay run alone.
SELECT
    hold_id,
    rep_id AS payee,
    reason,
    from_day AS first_day,
    to_day AS end_day,
    coalesce(line_id, '') AS line_id,
    coalesce(component, '') AS component,
    share
FROM hold
ORDER BY hold_id
