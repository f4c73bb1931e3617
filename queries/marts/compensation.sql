-- Base and target pay of people, for stretches of time.
-- grain: one person and stretch; key: rep_id, from_day; scope: pay, which no page reads but its own.
SELECT
    rep_id,
    valid_from AS from_day,
    coalesce(valid_to, DATE '9999-12-31') AS to_day,
    base_amount,
    target_amount,
    currency
FROM model.compensation
