-- Who leads whom, and when: owners below the nodes that somebody manages, else those who report to them.
-- grain: leader, member, stretch; key: leader, member, first_day; scope: everything, asked by a pay run alone.
WITH RECURSIVE below AS (
    SELECT manager.rep_id AS leader, owner.rep_id AS member,
        greatest(manager.from_day, owner.from_day, path.from_day) AS first_day,
        least(manager.to_day, owner.to_day, path.to_day) AS end_day
    FROM assignment AS manager
    INNER JOIN territory_tree AS tree ON tree.ancestor_id = manager.territory_id
    INNER JOIN territory_path AS path ON path.path_id = tree.path_id
    INNER JOIN assignment AS owner ON owner.territory_id = path.territory_id AND owner.role = 'owner'
    WHERE manager.role = 'manager' AND owner.rep_id != manager.rep_id
),

reporting AS (
    SELECT rep_id AS member, manager_id AS leader FROM rep WHERE manager_id IS NOT NULL
    UNION
    SELECT reporting.member, rep.manager_id
    FROM reporting
    INNER JOIN rep ON rep.rep_id = reporting.leader
    WHERE rep.manager_id IS NOT NULL
)

SELECT DISTINCT leader, member, first_day, end_day
FROM below
WHERE first_day < end_day AND first_day < $end AND end_day > $first
UNION ALL
SELECT leader, member, DATE '0001-01-01', DATE '9999-12-31'
FROM reporting
WHERE leader NOT IN (SELECT leader FROM below) AND leader != member
ORDER BY 1, 2, 3
