"""The order of steps, across plans: which comes after which, cycles, what can start, the longest way.

A graph says for each node which others it comes after. Everything here is iterative, for a chain of steps
may be longer than Python's stack, and takes nodes in the order in which the graph names them, so that the
same graph always gives the same answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def components(graph: Mapping[N, Collection[N]]) -> list[tuple[N, ...]]:
    """The strongly connected components, each after those that it comes after (Tarjan, 1972).

    Args:
        graph: for each node those that it comes after; those that are no nodes themselves are passed over.

    Returns:
        Components of one node, and of several where these form cycles, in a topological order.
    """
    found: list[tuple[N, ...]] = []
    number: dict[N, int] = {}
    low: dict[N, int] = {}
    open_: list[N] = []
    is_open: set[N] = set()
    for root in graph:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        open_.append(root)
        is_open.add(root)
        way: list[tuple[N, Iterator[N]]] = [(root, iter(graph[root]))]
        while way:
            node, rest = way[-1]
            for other in rest:
                if other not in graph:
                    continue
                if other not in number:
                    number[other] = low[other] = len(number)
                    open_.append(other)
                    is_open.add(other)
                    way.append((other, iter(graph[other])))
                    break
                if other in is_open:
                    low[node] = min(low[node], number[other])
            else:
                way.pop()
                if way:
                    low[way[-1][0]] = min(low[way[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_taken(open_, is_open, node))
    return found


def _taken(open_: list[N], is_open: set[N], first: N) -> tuple[N, ...]:
    """The open nodes from one on, which are open no longer."""
    taken: list[N] = []
    while not taken or taken[-1] != first:
        taken.append(open_.pop())
    is_open.difference_update(taken)
    return tuple(reversed(taken))


def topological(graph: Mapping[N, Collection[N]]) -> list[N]:
    """The nodes, each after those that it comes after, as far as there are no cycles.

    The nodes of a cycle stand together, after what they come after besides.
    """
    return [node for component in components(graph) for node in component]


def cycles(graph: Mapping[N, Collection[N]]) -> list[tuple[N, ...]]:
    """One cycle for each tangle of nodes that come after each other, a shortest one of its first node.

    Returns:
        The nodes of each, every one of which comes after the next, and the last after the first.
    """
    place = {node: at for at, node in enumerate(graph)}
    found: list[tuple[N, ...]] = []
    for component in components(graph):
        inside = set(component)
        first = min(component, key=place.__getitem__)
        if len(component) == 1 and first not in graph[first]:
            continue
        found.append(_shortest(graph, first, inside))
    return sorted(found, key=lambda one: place[one[0]])


def _shortest(graph: Mapping[N, Collection[N]], first: N, inside: set[N]) -> tuple[N, ...]:
    """A shortest cycle through a node of a component."""
    came: dict[N, N] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for other in graph[node]:
            if other == first:
                way = [node]
                while way[-1] != first:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if other in inside and other not in came:
                came[other] = node
                queue.append(other)
    raise AssertionError("a component of several nodes has a cycle")  # pragma: no cover


def tangled(graph: Mapping[N, Collection[N]]) -> frozenset[N]:
    """The nodes that come after themselves, by way of others or at once."""
    return frozenset(
        node
        for component in components(graph)
        for node in component
        if len(component) > 1 or node in graph[node]
    )


def followers(graph: Mapping[N, Collection[N]]) -> dict[N, tuple[N, ...]]:
    """For each node those that come right after it."""
    found: dict[N, dict[N, None]] = {node: {} for node in graph}
    for node, before in graph.items():
        for other in before:
            if other in found:
                found[other][node] = None
    return {node: tuple(after) for node, after in found.items()}


def reached(starts: Iterable[N], following: Mapping[N, Collection[N]]) -> frozenset[N]:
    """Everything that comes after one of some nodes, at once or later; they themselves only where they do, too."""
    seen: set[N] = set()
    queue = list(starts)
    while queue:
        for other in following.get(queue.pop(), ()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return frozenset(seen)


def longest(graph: Mapping[N, Collection[N]], ends: Collection[N] | None = None) -> tuple[N, ...]:
    """The longest chain of nodes, each of which comes after the one before it.

    The nodes of cycles, which have no order, are left out, and so are ways through them.

    Args:
        graph: for each node those that it comes after.
        ends: nodes of which the chain is to end in one; None for any.

    Returns:
        The chain, the first to be done first; of several of a length the one that the graph names first.
    """
    knots = tangled(graph)
    length: dict[N, int] = {}
    through: dict[N, N | None] = {}
    for node in topological(graph):
        if node in knots:
            continue
        best = None
        for other in graph[node]:
            if other in length and (best is None or length[other] > length[best]):
                best = other
        length[node] = 1 + (length[best] if best is not None else 0)
        through[node] = best
    wanted = [node for node in graph if node in length and (ends is None or node in ends)]
    if not wanted:
        return ()
    at: N | None = max(wanted, key=length.__getitem__)
    chain: list[N] = []
    while at is not None:
        chain.append(at)
        at = through[at]
    return tuple(reversed(chain))
