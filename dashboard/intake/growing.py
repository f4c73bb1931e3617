"""Which sources of lines grow: where a file is added, what was read before stays the lines that it is."""

from typing import Any

from dashboard.intake.inspection import Inspector, is_row_by_row, relations_of
from dashboard.intake.mapping import Mapping


def growing(mapping: Mapping) -> tuple[str, ...]:
    """The sources of lines to which files can be added without reading the others again.

    Their records become lines one by one, and nothing else is made of them or held against them.
    """
    document, inspector = mapping.document, Inspector()

    def tree(sql: str) -> dict[str, Any]:
        return inspector.check(sql, [*mapping.relations, *document.table], mapping.top)

    try:
        branches = [tree(branch.select(branch.columns)) for branch in document.table.get("sales", ())]
        elsewhere = [relation.sql for relation in document.relation.values()]
        elsewhere += [
            branch.select(branch.columns)
            for table, listed in document.table.items()
            for branch in listed
            if table != "sales"
        ]
        elsewhere += [sql for pair in document.reconcile for sql in (pair.source, pair.model)]
        used = {relation for sql in elsewhere for relation in relations_of(tree(sql))}
    finally:
        inspector.close()
    read = [relation for branch in branches for relation in relations_of(branch)]
    sources = tuple(source for source in document.source if source.casefold() in read)
    alone = all(is_row_by_row(branch) for branch in branches) and not used & {"sales", *read}
    return sources if alone and len(read) == len(sources) else ()
