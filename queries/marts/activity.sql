-- The contacts, with whom and by whom.
-- grain: one contact; key: activity_id; scope: none, through contact.
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
