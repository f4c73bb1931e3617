"""A measure is offered only where the tables are that its formula reads."""

import pytest

from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Atom, Each, nodes

TABLE_OF_MART = {
    "sales": "sales",
    "quota_day": "quotas",
    "quota_layers": "quotas",
    "customer": "customers",
    "account": "customers",
    "workplace": "territories",
    "rep_standing": "reps",
    "contact_plan": "call_plans",
}
TABLE_OF_MEMBER = {
    "rep": "reps",
    "customer": "customers",
    "product": "products",
    "category": "products",
    "territory": "territories",
}
TABLE_OF_LIMIT = {
    "of_people": "reps",
    "bought_by_owned": "alignments",
    "with_launch": "products",
    "newly_launched": "products",
    "with_floor": "price_floors",
    "below_floor": "price_floors",
}


@pytest.mark.parametrize("key", MEASURES)
def test_a_measure_needs_what_it_reads(key: str) -> None:
    row = MEASURES[key]
    found = list(nodes(row.formula))
    atoms = [node for node in found if isinstance(node, Atom)]
    read = {TABLE_OF_MART[atom.mart] for atom in atoms if atom.mart in TABLE_OF_MART}
    read |= {TABLE_OF_LIMIT[atom.only] for atom in atoms if atom.only in TABLE_OF_LIMIT}
    read |= {TABLE_OF_MEMBER[member] for node in found if isinstance(node, Each) for member in node.members}
    assert not read - set(row.needs)


@pytest.mark.parametrize("key", MEASURES)
def test_no_fold_stands_in_another(key: str) -> None:
    folds = [node for node in nodes(MEASURES[key].formula) if isinstance(node, Each)]
    assert not [one for one in folds if sum(isinstance(node, Each) for node in nodes(one)) > 1]
