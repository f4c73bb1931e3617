-- The contacts, with whom and by whom: those of the sources, and those that people wrote down in Metron.
-- grain: one contact; key: activity_id; scope: none, through contact.
-- What was written down has no file: its source is Metron, its record the number under which it is kept. Of several
-- people with one address it is by one who had not left on the day.
WITH made AS (
    SELECT noted.*, rep.rep_id
    FROM model.contact_made AS noted
    LEFT JOIN mart.rep AS rep ON rep.email = lower(trim(noted.person))
    QUALIFY row_number() OVER (
        PARTITION BY noted.id
        ORDER BY coalesce(rep.left_on > noted.day, TRUE) DESC, rep.rep_id ASC
    ) = 1
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
    coalesce(made.rep_id, '?'),
    made.kind,
    NULL,
    'Metron',
    made.id
FROM made
LEFT JOIN mart.customer AS customer ON customer.customer_id = made.customer_id
