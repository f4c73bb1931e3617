-- Grain: one change of one field of a deal. Key: opportunity_id, changed_at, field.
-- Scope: the source table `opportunity_events`, up to the last day.
WITH steps AS (
    SELECT *
    FROM (VALUES
        (0.22, 'Πρώτη επαφή', 'Ανάγκες'), (0.45, 'Ανάγκες', 'Προσφορά'), (0.75, 'Προσφορά', 'Διαπραγμάτευση')
    ) AS s (part, before, after)
),

stages AS (
    SELECT d.*, created_on + (d.cycle * s.part)::INTEGER AS day, 'stage' AS field, s.before, s.after
    FROM deals AS d, steps AS s
    UNION ALL
    SELECT d.*, created_on + cycle, 'stage', 'Διαπραγμάτευση', if(wins, 'Κερδήθηκε', 'Χάθηκε')
    FROM deals AS d
),

amounts AS (
    SELECT
        d.*,
        created_on + (d.cycle * 0.45)::INTEGER AS day,
        'amount' AS field,
        round(d.amount * 1.12)::BIGINT::VARCHAR AS before,
        d.amount::BIGINT::VARCHAR AS after
    FROM deals AS d
    WHERE draw('renegotiated', d.deal_no) < 0.3 AND d.quiet IS NULL
),

slips AS (
    SELECT
        d.*,
        -- Told late: when half of the way and then when most of it is gone.
        if(
            d.quiet IS NULL,
            created_on + (d.cycle * [0.5, 0.7, 0.85][nth])::INTEGER,
            getvariable('until')::DATE - d.quiet - 21 * (d.slips - nth)::INTEGER
        ) AS day,
        'expected_close' AS field,
        (first_close + 30 * (nth - 1)::INTEGER)::VARCHAR AS before,
        (first_close + 30 * nth::INTEGER)::VARCHAR AS after
    FROM deals AS d, range(1, 4) AS times (nth)
    WHERE nth <= d.slips
),

changes AS (
    SELECT * FROM stages
    UNION ALL
    SELECT * FROM amounts
    UNION ALL
    SELECT * FROM slips
)

SELECT
    opportunity_id,
    day + to_seconds(28800 + 3600 * (hash(field) % 8)::BIGINT) AS changed_at,
    field,
    before,
    after
FROM changes
WHERE day <= getvariable('until')::DATE - coalesce(quiet, 0)
ORDER BY opportunity_id, changed_at, field
