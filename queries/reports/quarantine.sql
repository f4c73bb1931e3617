-- The rows that were not believed, with the rule and their original text.
-- grain: one rejected row and rule; key: target, source_file, source_record, rule, field; scope: operators only.
SELECT
    quarantine.target,
    quarantine.rule,
    quarantine.source_file,
    quarantine.source_record,
    quarantine.field,
    quarantine.value,
    quarantine.original,
    quarantine.amount
FROM quarantine
ORDER BY quarantine.target, quarantine.source_file, quarantine.source_record, quarantine.rule
LIMIT $limit
