-- What awards are paid for, as the company gave it.
-- grain: one event of one person; key: event_id, rep_id; scope: pay alone.
SELECT event_id, rep_id, event, event_date AS day
FROM model.award_events
