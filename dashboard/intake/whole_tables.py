"""What refuses a load as a whole, because every way to go on would be a guess."""

import duckdb

from dashboard.errors import Refused
from dashboard.intake.contracts import Contract, Contracts
from dashboard.intake.conversion import name
from dashboard.intake.mapping import Mapping
from dashboard.intake.shaping import landing
from dashboard.metrics.nearest import nearest

_ALWAYS, _NEVER_ENDS = "DATE '0001-01-01'", "DATE '9999-12-31'"


def check_accepted(connection: duckdb.DuckDBPyConnection, target: str) -> None:
    """Refuse a source or table all of whose rows went to quarantine: the mapping is wrong, not the rows."""
    row = connection.execute(
        "SELECT quarantined FROM model.control_total WHERE target = ? AND measure = 'rows' "
        "AND total_in > 0 AND accepted = 0",
        [target],
    ).fetchone()
    if not row:
        return
    rule, field, value = connection.execute(
        "SELECT rule, field, any_value(coalesce(value, original)) FROM model.quarantine "
        "WHERE target = ? GROUP BY rule, field ORDER BY count(*) DESC, rule, field LIMIT 1",
        [target],
    ).fetchone() or ("", "", "")
    raise Refused(
        "intake.stage.nothing_accepted", table=target, rule=rule, field=field or "-", value=value or ""
    )


def check_overlaps(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Refuse two rows that say different things of the same key on the same day."""
    if not contract.no_overlap or not contract.period:
        return
    same = " AND ".join(f"a.{name(key)} IS NOT DISTINCT FROM b.{name(key)}" for key in contract.no_overlap)
    told = " || ' / ' || ".join(f"coalesce(a.{name(key)}, '')" for key in contract.no_overlap)
    starts, ends = name(contract.period.starts), name(contract.period.ends)
    row = connection.execute(
        f"WITH held AS (SELECT *, rowid AS _row, coalesce({starts}, {_ALWAYS}) AS _from, "
        f"coalesce({ends}, {_NEVER_ENDS}) AS _to FROM {landing(contract.name)} WHERE _rule IS NULL) "
        f"SELECT {told}, a.source_file, a.source_record, b.source_file, b.source_record, "
        f"greatest(a._from, b._from) FROM held AS a JOIN held AS b ON {same} "
        "AND a._row < b._row AND a._from < b._to AND b._from < a._to "
        "ORDER BY a.source_file, a.source_record, b.source_file, b.source_record LIMIT 1"
    ).fetchone()
    if row:
        of, file, record, other_file, other_record, day = row
        raise Refused(
            "intake.stage.overlap", table=contract.name, of=of, file=file, record=record,
            other_file=other_file, other_record=other_record, day=day,
        )  # fmt: skip


def check_tree(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Refuse a node that is its own ancestor on any day.

    Every chain of parents is followed together with the days on which all its links hold; days
    only get fewer, and each (node, ancestor, days) is visited once, so the walk ends.
    """
    if not contract.tree or not contract.period:
        return
    node, parent = name(contract.tree.node), name(contract.tree.parent)
    starts, ends = name(contract.period.starts), name(contract.period.ends)
    row = connection.execute(
        f"WITH RECURSIVE held AS (SELECT {node} AS node, {parent} AS parent, "
        f"coalesce({starts}, {_ALWAYS}) AS _from, coalesce({ends}, {_NEVER_ENDS}) AS _to, source_file, "
        f"source_record FROM model.{name(contract.name)} WHERE {parent} IS NOT NULL), "
        "walk AS (SELECT node, parent AS ancestor, _from, _to FROM held UNION "
        "SELECT walk.node, held.parent, greatest(walk._from, held._from), least(walk._to, held._to) "
        "FROM walk JOIN held ON held.node = walk.ancestor "
        "AND held._from < walk._to AND walk._from < held._to "
        "WHERE walk.ancestor <> walk.node) "
        "SELECT walk.node, held.source_file, held.source_record, walk._from FROM walk JOIN held USING (node) "
        "WHERE walk.ancestor = walk.node ORDER BY held.source_file, held.source_record LIMIT 1"
    ).fetchone()
    if row:
        raise Refused("intake.stage.own_ancestor", node=row[0], file=row[1], record=row[2], day=row[3])


def check_balance(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a load in which a row or a cent went missing on the way."""
    row = connection.execute(
        "SELECT target, measure, total_in, accepted, quarantined FROM model.control_total "
        "WHERE total_in IS DISTINCT FROM accepted + quarantined LIMIT 1"
    ).fetchone()
    if row:
        raise Refused(
            "intake.stage.unbalanced",
            target=row[0],
            measure=row[1],
            total=row[2],
            accepted=row[3],
            aside=row[4],
        )


def check_strict(contracts: Contracts, strict: tuple[str, ...], mapping: Mapping) -> None:
    """Refuse a setting that makes a reference strict which no contract has."""
    known = [
        f"{contract.name}.{column}"
        for contract in contracts.tables.values()
        for column, described in contract.columns.items()
        if described.references
    ]
    for reference in strict:
        if reference not in known:
            raise mapping.top.refused(
                "intake.stage.strict", name=reference, nearest=nearest(reference, known)
            )
