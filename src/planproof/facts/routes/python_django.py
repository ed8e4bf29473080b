"""Django's `urlpatterns`, and the routers and viewsets of Django REST framework.

Paths have no leading slash, and patterns of `re_path` lose only their anchors. Which methods a view answers
stands elsewhere, so they are `*`. A router's viewset is served as a list and in detail; what its class
adds by `@action` hangs on the class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._python_views import list_around, methods_of, view_of
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"urlpatterns", b"django.urls", b"django.conf.urls", b"outer.register", b"registry.extend", b"@action",
    b"detail_route(", b"list_route(", b"add_router",
)  # fmt: skip

PATHS = ("django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.url",
         "django.urls.conf.path", "django.urls.conf.re_path")  # fmt: skip
_OF_FRAMEWORK = frozenset(("ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet"))
_WITHIN = frozenset(("binary_operator", "list", "tuple", "list_splat"))
_HOLDS = frozenset(("call", "list", "tuple"))
INCLUDES = ("django.urls.include", "django.conf.urls.include", "django.urls.conf.include")
ACTIONS = ("rest_framework.decorators.action", "rest_framework.decorators.detail_route",
           "rest_framework.decorators.list_route")  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Routes and includes of lists of patterns, and what routers register."""
    for call in unit.calls:
        if call.callee in PATHS:
            yield from _pattern(unit, call)
        elif call.function == "register" and _is_router(call):
            yield from _viewset(unit, call)
        elif call.callee in ACTIONS:
            yield from _action(unit, call)
        elif call.function == "extend" and call.written.endswith(".registry.extend"):
            owner = unit.imported(call.written.removesuffix(".registry.extend"))
            other = unit.named(call.argument(0)).removesuffix(".registry")
            yield Mount(
                line=unit.line(call.node), child=other, prefix=Value("literal", ""), parent=owner
            )
        elif call.function == "add_router" and call.receiver is not None:
            yield from _ninja(unit, call)
    yield from _urls(unit)
    yield from _inherited(unit)


def _pattern(unit: Unit, call: Call) -> Iterator[Fact]:
    path = unit.value(call.argument(0, "route", "regex"))
    view = call.argument(1, "view")
    if view is None or path.kind not in ("literal", "pattern"):
        return
    path = _below(unit, call.node, _plain(call, path))
    around = list_around(unit, call.node) or "urlpatterns"
    line = unit.line(call.node)
    inner = unit.called_at.get(view.id)
    if inner is not None and inner.callee in INCLUDES:
        child = _included(unit, inner)
        if child:
            yield Mount(line=line, child=child, prefix=path, parent=around)
        return
    name = view_of(unit, view)
    if inner is not None and inner.function == "as_view":
        name = unit.imported(inner.written.removesuffix(".as_view"))
        for method in _mapped(unit, inner) or ("*",):
            yield Route(line=line, method=method, path=path, router=around, handler=name)
        return
    if name.endswith((".urls", "site.urls")):  # admin.site.urls, api.urls of django-ninja
        child = name.removesuffix(".urls")
        yield Mount(line=line, child=child, prefix=path, parent=around)
        return
    yield Route(line=line, method="*", path=path, router=around, handler=name)


def _plain(call: Call, path: Value) -> Value:
    """A regular expression without its anchors, for it may stand below another one."""
    if call.function == "path":
        return path
    text = path.text.removeprefix("^").removesuffix("$").removesuffix("\\Z").removesuffix("/?")
    return Value(path.kind, text)


def _mapped(unit: Unit, call: Call) -> tuple[str, ...]:
    """`OrderViewSet.as_view({"get": "list", "post": "create"})`."""
    return tuple(key.upper() for key, _ in unit.pairs(call.argument(0, "actions")))


def _included(unit: Unit, call: Call) -> str:
    """What `include` takes: a module by name or imported, a list, `(list, "app")`, `router.urls`."""
    node = call.argument(0, "arg")
    if node is None:
        return ""
    module = unit.string(node)
    if module is not None:
        return f"{module}.urlpatterns"
    items = unit.items(node)
    if node.type == "tuple" and items:
        node, module = items[0], unit.string(items[0])
        if module is not None:
            return f"{module}.urlpatterns"
    name = unit.named(node)
    if node.type == "attribute":
        owner = name.removesuffix(".urls")
        of_router = "router" in owner.lower() or owner in unit.makers
        return owner if of_router else f"{name}.urlpatterns"
    return (
        f"{name}.urlpatterns" if name.endswith("urls") and name in unit.imports.values() else name
    )


def _below(unit: Unit, node: Node, path: Value) -> Value:
    """A path with those of the calls that it is included in where it stands: `path("v1/", include([...]))`."""
    above = node.parent
    while above is not None and above.type != "function_definition":
        outer = unit.called_at.get(above.id)
        if outer is not None and outer.callee in PATHS:
            before = unit.value(outer.argument(0, "route", "regex"))
            if before.kind in ("literal", "pattern"):
                pattern = "pattern" in (before.kind, path.kind)
                text = _plain(outer, before).text + path.text
                path = Value("pattern" if pattern else "literal", text)
        above = above.parent
    return path


def _is_router(call: Call) -> bool:
    owner = call.callee.rpartition(".")[0]
    return owner.endswith("Router()") or "router" in call.written.rpartition(".")[0].lower()


def _viewset(unit: Unit, call: Call) -> Iterator[Fact]:
    """`router.register("orders", OrderViewSet)`."""
    prefix = unit.string(call.argument(0, "prefix"))
    view = unit.named(call.argument(1, "viewset"))
    if prefix is None or not view:
        return
    owner = unit.imported(call.written.rpartition(".")[0])
    below = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
    line = unit.line(call.node)
    for path in (below, below + "{pk}/"):
        value = Value("literal", path)
        yield Route(line=line, method="*", path=value, router=owner, handler=view)
    yield Mount(line=line, child=view, prefix=Value("literal", below), parent=owner)


def _action(unit: Unit, call: Call) -> Iterator[Fact]:
    """`@action(detail=True, methods=["post"], url_path="cancel")` of a viewset."""
    function = call.decorates
    name = function.child_by_field_name("name") if function is not None else None
    around = function.parent if function is not None else None
    while around is not None and around.type != "class_definition":
        around = around.parent
    owner = around.child_by_field_name("name") if around is not None else None
    if name is None or owner is None:
        return
    detail = unit.string(call.argument("detail", 0)) == "true" or call.function == "detail_route"
    own = unit.string(call.argument("url_path")) or unit.text(name)
    path = ("{pk}/" if detail else "") + own.strip("/") + "/"
    for method in methods_of(unit, call.argument("methods")) or ("GET",):
        yield Route(
            line=unit.line(call.node),
            method=method,
            path=Value("literal", path),
            router=unit.text(owner),
            handler=unit.text(name),
        )


def _inherited(unit: Unit) -> Iterator[Fact]:
    """What a viewset inherits is served where it is."""
    for one in unit.classes:
        for base in one.bases:
            if base.endswith("ViewSet") and base.rpartition(".")[2] not in _OF_FRAMEWORK:
                nothing = Value("literal", "")
                yield Mount(line=unit.line(one.node), child=base, prefix=nothing, parent=one.name)


def _ninja(unit: Unit, call: Call) -> Iterator[Fact]:
    """django-ninja: `api.add_router("/orders", router)`, the router also as `"orders.api.router"`."""
    prefix, node = call.argument(0, "prefix"), call.argument(1, "router")
    child = unit.string(node) or unit.named(node)
    if prefix is not None and child:
        yield Mount(
            line=unit.line(call.node),
            child=child,
            prefix=unit.value(prefix),
            parent=unit.imported(call.written.rpartition(".")[0]),
        )


def _urls(unit: Unit) -> Iterator[Fact]:
    """`urlpatterns = router.urls`, `urlpatterns += router.urls`, alone, in a sum, as `*router.urls` in a list."""
    for node in _sums(unit):
        name = unit.named(node)
        if name.endswith(".urls") and name.count(".") == 1:
            child = name.removesuffix(".urls")
            prefix = _below(unit, node, Value("literal", ""))
            yield Mount(line=unit.line(node), child=child, prefix=prefix, parent="urlpatterns")


def _sums(unit: Unit) -> Iterator[Node]:
    for statement in unit.root.named_children:
        inner = statement.named_children[0] if statement.named_children else None
        if inner is None or inner.type not in ("assignment", "augmented_assignment"):
            continue
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        if left is None or right is None or unit.text(left) != "urlpatterns":
            continue
        stack = [right]
        while stack:
            node = stack.pop()
            if node.type == "attribute":
                yield node
            elif node.type in _WITHIN:
                stack.extend(node.named_children[::-1])
            elif node.type == "call":  # path("v1/", include([..., *router.urls]))
                given = node.child_by_field_name("arguments")
                stack.extend(
                    one for one in (given.named_children if given else ()) if one.type in _HOLDS
                )
