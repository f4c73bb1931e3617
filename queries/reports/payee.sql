-- Who a person is among those who are paid.
-- grain: one person; key: rep_id; scope: a person asks for oneself.
SELECT rep_id FROM rep WHERE email = $email ORDER BY rep_id
