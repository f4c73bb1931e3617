-- Grain: one account's key in another system. Key: system, identifier. Scope: tax numbers with a
-- right check digit, all beginning with 00, which no tax office gives out.
WITH stems AS (
    SELECT customer_id, '00' || lpad(customer_no::VARCHAR, 6, '0') AS stem
    FROM accounts
),

-- The check digit: the digits times 256, 128, ... 2, modulo 11, a 10 written as 0.
sums AS (
    SELECT s.customer_id, s.stem, sum(substr(s.stem, n::INTEGER, 1)::INTEGER * (1 << (9 - n::INTEGER))) AS weighted
    FROM stems AS s, range(1, 9) AS digits (n)
    GROUP BY ALL
)

SELECT
    customer_id,
    'ΑΦΜ' AS system,
    stem || (weighted % 11 % 10)::INTEGER AS identifier
FROM sums
ORDER BY customer_id
