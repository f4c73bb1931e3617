-- Who works a territory, and when.
-- grain: person, territory, role and stretch; key: rep_id, territory_id, role, from_day; scope: this makes scopes.
SELECT
    rep_id,
    territory_id,
    coalesce(role, 'owner') AS role,
    share,
    coalesce(valid_from, DATE '0001-01-01') AS from_day,
    coalesce(valid_to, DATE '9999-12-31') AS to_day
FROM model.assignments
