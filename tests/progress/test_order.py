"""The order of steps, held against a count by brute force over every way there is."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.order import (
    components,
    cycles,
    followers,
    longest,
    reached,
    tangled,
    topological,
)

Graph = Mapping[int, tuple[int, ...]]

GRAPHS = st.integers(0, 6).flatmap(
    lambda size: st.fixed_dictionaries(
        {
            node: st.lists(st.integers(0, max(size - 1, 0)), max_size=3, unique=True).map(tuple)
            for node in range(size)
        }
    )
)


def ways(graph: Graph) -> dict[int, set[int]]:
    """For each node all that it comes after, found by going on until nothing is new."""
    found = {node: set(before) & set(graph) for node, before in graph.items()}
    for _ in graph:
        for before in found.values():
            before |= {far for near in before for far in found[near]}
    return found


def chains(graph: Graph) -> list[tuple[int, ...]]:
    """Every chain of distinct nodes outside cycles, each of which comes after the one before it."""
    loops = {node for node, before in ways(graph).items() if node in before}
    free = [node for node in graph if node not in loops]
    return [
        one
        for size in range(1, len(free) + 1)
        for one in permutations(free, size)
        if all(earlier in graph[later] for earlier, later in pairwise(one))
    ]


def test_a_chain_is_put_in_order() -> None:
    graph = {"c": ("b",), "a": (), "b": ("a",)}
    assert topological(graph) == ["a", "b", "c"]
    assert cycles(graph) == []
    assert longest(graph) == ("a", "b", "c")


def test_a_cycle_is_named_in_the_order_of_after() -> None:
    graph = {"a": ("b",), "b": ("c",), "c": ("a",), "d": ("c",)}
    assert cycles(graph) == [("a", "b", "c")]  # a comes after b, b after c, c after a
    assert tangled(graph) == {"a", "b", "c"}
    assert longest(graph) == ("d",)


def test_a_step_after_itself_is_a_cycle() -> None:
    assert cycles({"a": ("a",)}) == [("a",)]
    assert tangled({"a": ("a",)}) == {"a"}


def test_what_is_no_node_is_passed_over() -> None:
    graph = {"a": ("gone",), "b": ("a", "gone")}
    assert topological(graph) == ["a", "b"]
    assert followers(graph) == {"a": ("b",), "b": ()}


def test_the_chain_can_be_made_to_end_somewhere() -> None:
    graph = {"a": (), "b": ("a",), "c": ("b",), "x": (), "y": ("x",)}
    assert longest(graph, {"y"}) == ("x", "y")
    assert longest(graph, set()) == ()


def test_of_two_chains_of_a_length_the_first_named_is_taken() -> None:
    graph = {"a": (), "b": ("a",), "x": (), "y": ("x",)}
    assert longest(graph) == ("a", "b")


def test_a_long_chain_needs_no_stack() -> None:
    graph = {node: (node - 1,) for node in range(20_000, 0, -1)}
    assert longest(graph) == tuple(range(1, 20_001))
    ring = graph | {1: (20_000,)}
    assert len(cycles(ring)[0]) == 20_000


@given(GRAPHS)
def test_components_are_those_of_brute_force(graph: Graph) -> None:
    before = ways(graph)
    found = {node: frozenset(one) for one in components(graph) for node in one}
    assert sorted(found) == sorted(graph)
    for node in graph:
        wanted = {node} | {other for other in before[node] if node in before[other]}
        assert found[node] == wanted


@given(GRAPHS)
def test_the_order_holds_between_components(graph: Graph) -> None:
    before = ways(graph)
    order = topological(graph)
    assert sorted(order) == sorted(graph)
    place = {node: at for at, node in enumerate(order)}
    for node in graph:
        for other in before[node]:
            assert place[other] < place[node] or node in before[other]


@given(GRAPHS)
def test_each_tangle_has_one_cycle_that_is_a_shortest_of_its_first_node(graph: Graph) -> None:
    before = ways(graph)
    found = cycles(graph)
    for one in found:
        assert len(set(one)) == len(one)
        assert all(
            later in graph[node] for node, later in zip(one, (*one[1:], one[0]), strict=True)
        )
        rings = (
            ring
            for size in range(1, len(one))
            for ring in permutations(graph, size)
            if ring[0] == one[0]
            and all(b in graph[a] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))
        )
        assert next(rings, None) is None
    loops = {node for node in graph if node in before[node]}
    assert tangled(graph) == loops
    assert len(found) == len({frozenset(one) for one in components(graph) if one[0] in loops})


@given(GRAPHS)
def test_what_is_reached_is_what_brute_force_reaches(graph: Graph) -> None:
    before = ways(graph)
    following = followers(graph)
    for node in graph:
        assert reached((node,), following) == {one for one in graph if node in before[one]}


@given(GRAPHS, st.sets(st.integers(0, 5)))
def test_no_chain_is_longer(graph: Graph, ends: set[int]) -> None:
    every = chains(graph)
    for wanted in (None, ends):
        found = longest(graph, wanted)
        ending = [one for one in every if wanted is None or one[-1] in wanted]
        assert len(found) == max(map(len, ending), default=0)
        assert not found or found in ending
