-- Pay that waits.
-- grain: one hold; key: hold_id; scope: pay alone.
SELECT
    hold_id,
    rep_id,
    reason,
    valid_from AS from_day,
    coalesce(valid_to, DATE '9999-12-31') AS to_day,
    line_id,
    component,
    coalesce(share, 1) AS share
FROM model.holds
