-- Scope: the generator's only source of chance. The same seed, topic and key always give the same
-- number; hashes are nested because hash(a, b) of neighbouring keys is not independent by itself.
CREATE MACRO draw(topic, a) AS
    (hash(hash(hash(hash(getvariable('seed'), topic)), a)) >> 11) / 9007199254740992.0,
(topic, a, b) AS
    (hash(hash(hash(hash(hash(hash(getvariable('seed'), topic)), a)), b)) >> 11) / 9007199254740992.0;

CREATE MACRO bell(topic, a) AS
    sqrt(-2 * ln(1 - draw(topic, a))) * cos(2 * pi() * draw(topic || ' angle', a)),
(topic, a, b) AS
    sqrt(-2 * ln(1 - draw(topic, a, b))) * cos(2 * pi() * draw(topic || ' angle', a, b));

-- Where a line needs several numbers at once: one hash, and its four quarters as numbers above 0 and below 1.
CREATE MACRO luck(a, b) AS hash(hash(hash(hash(hash(hash(getvariable('seed'), 'luck')), a)), b));

CREATE MACRO piece(luck, quarter) AS (((luck >> (16 * quarter)::UBIGINT) & 65535::UBIGINT)::INTEGER + 0.5) / 65536;
