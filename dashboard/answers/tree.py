"""The tree of territories as one moves through it on a screen: today's names, today's parents."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dashboard.access.scope import Scope
from dashboard.answers.reports import report
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.nearest import ELSEWHERE, SHOWN, fold, rank


@dataclass(frozen=True, slots=True)
class Node:
    """One territory. `level` is the key of its level, `open` whether it is valid today."""

    id: str
    label: str
    parent: str | None
    level: str
    depth: int
    open: bool


@dataclass(frozen=True)
class Tree:
    """All territories, or those that a person may see."""

    nodes: dict[str, Node]

    @cached_property
    def below(self) -> dict[str | None, list[Node]]:
        """The children of each node, by name; under None those without a parent here."""
        found: dict[str | None, list[Node]] = {}
        for node in self.nodes.values():
            parent = node.parent if node.parent in self.nodes else None
            found.setdefault(parent, []).append(node)
        return found

    @property
    def tops(self) -> list[Node]:
        """Where this tree begins: the roots, or the nodes that were granted."""
        return self.below.get(None, [])

    def children(self, node: str) -> list[Node]:
        """One level below a node."""
        return self.below.get(node, [])

    def search(self, text: str, below: str | None = None, limit: int = SHOWN) -> list[Node]:
        """All nodes, at any depth below one, whose name or key holds the text, the best first."""
        sought = fold(text)
        found = [
            (min(rank(sought, fold(one.label)), rank(sought, fold(one.id))), one.depth, fold(one.label), one)
            for one in self._under(below)
        ]
        ranked = sorted((one for one in found if one[0] < ELSEWHERE), key=lambda one: one[:3])
        return [node for *_, node in ranked[:limit]]

    def within(self, node: str) -> list[Node]:
        """The node and all below it."""
        return [self.nodes[node], *self._under(node)]

    def _under(self, node: str | None) -> Iterator[Node]:
        for one in self.below.get(node, []):
            yield one
            yield from self._under(one.id)

    def path(self, node: str) -> list[Node]:
        """From the top of this tree down to the node."""
        up = list(self._climb(node))
        return up[::-1]

    def _climb(self, node: str | None) -> Iterator[Node]:
        while node is not None and node in self.nodes:
            yield self.nodes[node]
            node = self.nodes[node].parent


def visible_tree(shelf: Shelf, scope: Scope) -> Tree:
    """The part of the tree that lies within a scope: granted nodes with all below them."""
    whole = Tree({node.id: node for node in (Node(*row) for row in report("tree", shelf))})  # type: ignore[arg-type]
    if scope.everything:
        return whole
    ups = {key: {up.id for up in whole.path(key)} for key in whole.nodes}
    return Tree(
        {key: node for key, node in whole.nodes.items()
         if not any(ups[key].isdisjoint(one) for one in scope.limits)}
    )  # fmt: skip


def above(shelf: Shelf, node: str) -> frozenset[str]:
    """A node and all above it: whoever is granted one of these has the node."""
    whole = Tree({one.id: one for one in (Node(*row) for row in report("tree", shelf))})  # type: ignore[arg-type]
    return frozenset(up.id for up in whole.path(node))
