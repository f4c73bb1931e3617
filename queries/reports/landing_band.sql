-- How far the landings of a level may be off, and how often that held in back-tests.
-- grain: one level ('' the whole company); key: level; scope: none, ratios are of no amount.
SELECT landing_band.low, landing_band.high, landing_band.coverage, landing_band.tests
FROM landing_band
WHERE landing_band.level = $level
