"""Neutral shapes of code: what probes look at, whatever the language.

Names are dotted paths in the words of the file with its imports resolved: after
`from os import environ as e`, `e.get("X")` is a `Call` of `os.environ.get`. A call within a path is
written with empty parentheses: `System.getenv().getOrDefault`. `::`, `->` and `?.` are written as dots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node


class Argument(NamedTuple):
    """An argument of a call; `name` is its keyword, else empty."""

    name: str
    node: Node


class Call(NamedTuple):
    """A call, a decorator, an annotation or an attribute.

    Attributes:
        callee: the path of what is called.
        written: the same as it is written, with no alias resolved: `app.get`.
        receiver: what stands before the last dot, where there is one.
        decorates: the definition, class, field or parameter it stands before; None for a plain call.
    """

    node: Node
    callee: str
    written: str
    arguments: tuple[Argument, ...]
    receiver: Node | None = None
    decorates: Node | None = None

    @property
    def function(self) -> str:
        """The last word of what is called."""
        return self.callee.rpartition(".")[2]

    def argument(self, *places: int | str) -> Node | None:
        """The first argument that stands at one of the places: a position from 0, or a keyword."""
        positional = [one.node for one in self.arguments if not one.name]
        for place in places:
            if isinstance(place, int):
                if place < len(positional):
                    return positional[place]
                continue
            for one in self.arguments:
                if one.name == place:
                    return one.node
        return None


class Index(NamedTuple):
    """`object[key]`."""

    node: Node
    object: str
    key: Node


class Member(NamedTuple):
    """`object.name`, not called."""

    node: Node
    object: str
    name: str


class Function(NamedTuple):
    """A function or method.

    Attributes:
        name: with the classes and functions it stands in, by dots.
        parameters: names, without the receiver (`self`, `this`).
        method: whether it stands in a class.
        defaults: what parameters are where a call leaves them out, by name.
    """

    node: Node
    name: str
    parameters: tuple[str, ...]
    method: bool
    decorators: tuple[Call, ...] = ()
    defaults: tuple[tuple[str, Node], ...] = ()


class Field(NamedTuple):
    """A field of a class or struct.

    Attributes:
        type: as written, without white space; empty where there is none.
        default: what it is initialised with.
        tag: a Go struct tag, without its quotes.
    """

    node: Node
    name: str
    type: str
    default: Node | None
    tag: str = ""
    decorators: tuple[Call, ...] = ()


class Class(NamedTuple):
    """A class, struct, record, interface or enum.

    Attributes:
        name: with what it stands in, by dots.
        bases: paths of what it extends or implements, imports resolved.
        what: `class`, or `type` for what holds no code (interfaces, aliases, enums).
        arguments: keywords beside the bases (`class S(BaseSettings, env_prefix="X_")`).
    """

    node: Node
    name: str
    bases: tuple[str, ...]
    fields: tuple[Field, ...]
    decorators: tuple[Call, ...] = ()
    what: str = "class"
    arguments: tuple[Argument, ...] = ()


class Assignment(NamedTuple):
    """`target = value`, or the declaration of a constant. `target` is a plain name or a path.

    Attributes:
        top: whether it stands at the top of the file (or of a class, where `target` is `Class.NAME`).
        entry: whether it is an entry of a constant object or enum: `target` is `OBJECT.NAME`.
    """

    node: Node
    target: str
    value: Node
    top: bool
    entry: bool = False
