-- The contacts, with whom and by whom: those of the sources, and those that people wrote down in Metron.
-- grain: one contact; key: activity_id; scope: none, through contact.
-- What was written down has no file: its source is Metron, its record the number under which it is kept.
WITH of_address AS (
    SELECT email, min(rep_id) AS rep_id FROM mart.rep WHERE email IS NOT NULL GROUP BY email
)

SELECT
    contact.activity_id,
    contact.activity_date AS day,
    coalesce(customer.customer_id, '?') AS customer_id,
    coalesce(rep.rep_id, '?') AS rep_id,
    coalesce(contact.kind, '?') AS kind,
    contact.outcome AS result,
    contact.source_file,
    contact.source_record
FROM model.activities AS contact
LEFT JOIN mart.customer AS customer ON customer.customer_id = contact.customer_id
LEFT JOIN mart.rep AS rep ON rep.rep_id = contact.rep_id

UNION ALL

SELECT
    'Metron ' || made.id,
    made.day,
    coalesce(customer.customer_id, '?'),
    coalesce(of_address.rep_id, '?'),
    made.kind,
    NULL,
    'Metron',
    made.id
FROM model.contact_made AS made
LEFT JOIN mart.customer AS customer ON customer.customer_id = made.customer_id
LEFT JOIN of_address ON of_address.email = made.person
