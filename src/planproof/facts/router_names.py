"""Which router a name in a file means.

Probes name routers as their file sees them: a local variable, the path of an import, a function that
returns or gets one (`Func()`), a parameter of one (`build(router)`). Here a name becomes a router of a
file. Where several could be meant the one in the nearest folder is; where that leaves more than one,
none is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.facts.model import Fact, Mount, Route
from planproof.text.patterns import rx

Router = tuple[str, str]
"""A router: its file and its name there. An empty name stands for what the file exports."""

EVERY_CONTROLLER = "@nestjs/common.Controller"
"""What a prefix of a whole NestJS application is a prefix of."""

_MANY = 200
"""Files that are compared; what so many could mean is not told."""

_ROUTER = r"(?i)rout|app|api|controller|server|plugin|blueprint|^bp$|^ns$"
_CODE = r"\.(?:js|ts|mjs|cjs|tsx|jsx)$"
_LOCAL = r"^(?:@/|@[\w-]+/(?=[^/]+/)|~/|#/?|\$lib/|src/)"
_WHOLE = {"py": ("__init__",), "rs": ("mod", "lib", "main")}
"""Files that stand for their folder, by suffix; in other languages `index` does."""


def folder_of(path: str) -> str:
    """The folder that a file lies in; empty at the top."""
    return path.rpartition("/")[0]


def module_of(path: str) -> str:
    """A file as a module: `app/api/__init__.py` as `app/api`, dashes as underscores."""
    stem, _, ending = path.rpartition(".")
    folder, _, word = (stem or path).rpartition("/")
    whole = word in _WHOLE.get(ending, ("index",)) and folder
    return (folder if whole else stem or path).replace("-", "_")


class Names:
    """The routers of a commit by what they may be called elsewhere."""

    def __init__(self, stated: Mapping[str, tuple[Fact, ...]]) -> None:
        self.routers: dict[str, dict[str, None]] = {}
        self._modules: dict[str, list[str]] = {}
        self._stems: dict[str, str] = {}
        self._called: dict[str, list[str]] = {}
        self._in_folder: dict[tuple[str, str], list[str]] = {}
        self._beneath: dict[tuple[str, str], list[str]] = {}
        self._known: dict[tuple[str, str], Router | None] = {}
        for path in sorted(stated):  # whatever their order
            self._enter(path, stated[path])

    def _enter(self, path: str, facts: tuple[Fact, ...]) -> None:
        names = dict.fromkeys(_named_in(path, facts))
        if not names:
            return
        self.routers[path] = names
        module = module_of(path)
        self._stems.setdefault(module, path)
        self._stems.setdefault(path.rpartition(".")[0].replace("-", "_"), path)
        parts = module.split("/")
        for cut in range(len(parts)):
            self._modules.setdefault("/".join(parts[cut:]), []).append(path)
        python = path.endswith((".py", ".pyi"))
        for word in {_last(name) for name in names if name and not (python and _dotted(name))}:
            self._called.setdefault(word, []).append(path)
            for part in {"", *parts}:
                self._beneath.setdefault((part, word), []).append(path)
            folder = f"/{folder_of(path)}"
            for key in {folder, folder.rpartition("/")[2]} if path.endswith(".go") else ():
                self._in_folder.setdefault((key, word), []).append(path)

    def router(self, path: str, name: str) -> Router | None:
        """The router that a name in a file means; None where it is nobody's, or that of several."""
        key = (path, name)
        if key not in self._known:
            self._known[key] = self._find(path, name)
        return self._known[key]

    def home(self, path: str, name: str) -> Router:
        """The same, or the name in the file itself where it is nobody's."""
        return self.router(path, name) or (path, name)

    def _find(self, path: str, name: str) -> Router | None:
        ending = path.rpartition(".")[2]
        known = name in self.routers.get(path, ())
        if known and ending in ("py", "pyi") and _dotted(name):  # an import, or an attribute
            return self._of_module(path, name) or (path, name)
        if known:
            return path, name
        if ending == "go":
            return self._of_package(path, name)
        if ending == "cs" or (name.endswith(")") and ending in ("kt", "kts", "java")):
            return self._named(path, _last(name), self._called.get(_last(name), []))
        if (
            ending in ("rb", "ru") and "/" not in name
        ):  # a class goes by its name wherever it stands
            return self._named(path, _last(name), self._called.get(_last(name), []))
        if rx(_CODE).search(path):
            return self._of_file(path, name)
        if ending == "rs":
            return self._of_crate(path, name)
        if "/" in name:
            found = self._module(path, name.strip("/").replace("-", "_"))
            return (found, "") if found else None
        return self._of_module(path, name)

    # -- Go: a package is a folder ------------------------------------------------------------------

    def _of_package(self, path: str, name: str) -> Router | None:
        """`orders.Routes()`: in the folder `orders`, or of a value of this package."""
        word = _last(name)
        holder = name.removesuffix("()").rpartition(".")[0].rpartition(".")[2]
        folders = [f"{one}/{holder}" for one in _above(path)] if holder else []
        for key in (*folders, holder, f"/{folder_of(path)}"):
            found = self._named(path, word, self._in_folder.get((key, word), []))
            if found:
                return found
        return self._named(path, word, self._called.get(word, [])) if holder else None

    # -- JavaScript: a module is a path -------------------------------------------------------------

    def _of_file(self, path: str, name: str) -> Router | None:
        """`./routes/users.router`, `@/routes/users`, `./users.routes.js`."""
        local = rx(_LOCAL).match(name)
        if not name.startswith(".") and local is None:
            return self._exported(path, name)
        base, _, rest = name.rpartition("/")
        words = rest.split(".") if rest.strip(".") else []
        for cut in range(len(words), -1, -1):
            where = "/".join(one for one in (base, ".".join(words[:cut])) if one)
            file = self._file_at(path, where if words else name, local is not None)
            if file is not None:
                wanted = [one for one in words[cut:] if one not in ("default", "js", "ts", "mjs")]
                return self._member(path, file, ".".join(wanted))
        folder = _resolved(folder_of(path), base) if local is None else base.partition("/")[2]
        return self._below(path, folder, words[-1]) if len(words) > 1 else None

    def _exported(self, path: str, name: str) -> Router | None:
        """A function of this file that a router is made in goes by its last word elsewhere."""
        word = name.removesuffix("()")
        return (path, word) if word in self.routers.get(path, ()) else None

    def _file_at(self, path: str, where: str, local: bool) -> str | None:
        if local:
            below = rx(_LOCAL).sub("", where).replace("-", "_")
            return self._module(path, rx(_CODE).sub("", below))
        full = _resolved(folder_of(path), where).replace("-", "_")
        return self._stems.get(full) or self._stems.get(rx(_CODE).sub("", full))

    def _member(self, path: str, file: str, name: str) -> Router | None:
        """What a module exports by a name, or whole; a module with one router may call it otherwise."""
        word = name.removesuffix("()")
        routers = self.routers[file]
        for one in (name, word, f"{word}()"):
            if not one or one in routers:
                return file, one
        alone = sum(1 for one in routers if one) <= 1 and rx(_ROUTER).search(word) is not None
        return self._below(path, folder_of(file), word) or ((file, "") if alone else None)

    # -- Rust: modules are files and folders of a crate ----------------------------------------------

    def _of_crate(self, path: str, name: str) -> Router | None:
        """`crate::api::orders::routes`, `super::routes`, `orders::routes`, `other_crate::routes`."""
        words = name.split(".")
        here = module_of(path)
        if words[0] == "crate":
            source, _, _ = f"/{path}".rpartition("/src/")
            base, words = f"{source}/src".strip("/").replace("-", "_"), words[1:]
        elif words[0] in ("super", "self"):
            base = here
            while words and words[0] in ("super", "self"):
                base = folder_of(base) if words[0] == "super" else base
                words = words[1:]
        else:
            base = here
        for cut in range(len(words) - 1, -1, -1):
            file = self._stems.get("/".join(one for one in (base, *words[:cut]) if one))
            if file is not None and ".".join(words[cut:]) in self.routers[file]:
                return file, ".".join(words[cut:])
        if len(words) == 1:
            return self._below(path, base, words[0])
        return self._of_module(path, ".".join(words)) or self._below(path, words[0], words[-1])

    # -- everything else: a module is a dotted path ---------------------------------------------------

    def _of_module(self, path: str, name: str) -> Router | None:
        """`shop.orders.router`, `.orders.bp`, `..api.bp`."""
        bare = name.lstrip(".")
        words = bare.split(".") if bare else []
        up = len(name) - len(bare)
        base = folder_of(path)
        for _ in range(up - 1):
            base = folder_of(base)
        for cut in range(len(words), -1 if up else 0, -1):
            if up:
                where = "/".join(one for one in (base, *words[:cut]) if one).replace("-", "_")
                file = self._stems.get(where)
            else:
                file = self._module(path, "/".join(words[:cut]).replace("-", "_"))
            rest = ".".join(words[cut:])
            if file is not None and file != path and (not rest or rest in self.routers[file]):
                return file, rest
        if up:
            return (
                self._below(path, "/".join(one for one in (base, *words[:-1]) if one), words[-1])
                if words
                else None
            )
        return self._below(path, "/".join(words[:-1]), words[-1]) if len(words) > 1 else None

    # -- several files ---------------------------------------------------------------------------------

    def _module(self, path: str, suffix: str) -> str | None:
        """The file that is a module: from one of the folders above, else the nearest with that path."""
        for folder in _above(path):
            file = self._stems.get(f"{folder}/{suffix}".strip("/").replace("-", "_"))
            if file is not None and file != path:
                return file
        return self._nearest(path, self._modules.get(suffix, []))

    def _below(self, path: str, folder: str, word: str) -> Router | None:
        """A router by its last word, somewhere below a folder that hands it on."""
        middle = folder.strip("/").replace("-", "_")
        files = self._beneath.get((middle.rpartition("/")[2], _last(word)), [])
        if len(files) > _MANY:
            return None
        around = f"/{middle}/" if middle else "/"
        files = [one for one in files if around in f"/{module_of(one)}/" and one != path]
        return self._named(f"{folder}/x", _last(word), files)

    def _named(self, path: str, word: str, files: list[str]) -> Router | None:
        """The router of the nearest file that ends with a word."""
        file = self._nearest(path, files)
        if file is None:
            return None
        fitting = [name for name in self.routers[file] if name and _last(name) == word]
        return (file, fitting[0]) if len(fitting) == 1 else None

    def _nearest(self, path: str, files: list[str]) -> str | None:
        """The file of which most folders are those of another; None where several are alike."""
        if len(files) == 1 or len(files) > _MANY:
            return files[0] if len(files) == 1 else None
        best, alike = (-1, 0), 0
        found: str | None = None
        folders = folder_of(path).split("/")
        for one in files:
            others = folder_of(one).split("/")
            shared = 0
            for mine, other in zip(folders, others, strict=False):
                if mine != other:
                    break
                shared += 1
            near = (shared, -len(others))
            alike = 1 if near > best else alike + (near == best)
            if near > best:
                best, found = near, one
        return found if alike == 1 else None


def _named_in(path: str, facts: tuple[Fact, ...]) -> Iterator[str]:
    """What a file calls the routers that it makes, or has routes on."""
    for fact in facts:
        if isinstance(fact, Route):
            yield fact.router
        elif isinstance(fact, Mount):
            if not path.endswith(".cs") or fact.parent.endswith(
                ")"
            ):  # else a class that it extends
                yield fact.parent
            own = not fact.parent and fact.child not in ("", EVERY_CONTROLLER)
            own = (
                own and not fact.child.endswith("()") and not path.endswith((".rb", ".ru", ".php"))
            )
            if own or (is_parameter(fact.child) and not _dotted(fact.child)):
                yield fact.child


def _dotted(name: str) -> bool:
    """Whether a router's name has dots, those of its parameter left aside."""
    return "." in name.partition("(")[0]


def _above(path: str) -> Iterator[str]:
    """The folders that a file lies in, inner first, each with a slash before it; the top is empty."""
    folder = f"/{folder_of(path)}".rstrip("/")
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _last(name: str) -> str:
    """The last word of a name, without parameters: `Routes()` of `orders.Routes(r)`."""
    word = name.partition("(")[0].rpartition(".")[2]
    return f"{word}()" if name.endswith(")") else word


def _resolved(folder: str, relative: str) -> str:
    """A relative path from a folder, without its dots."""
    parts = folder.split("/") if folder else []
    for one in relative.split("/"):
        if one == "..":
            parts = parts[:-1]
        elif one not in (".", ""):
            parts.append(one)
    return "/".join(parts)


def is_parameter(name: str) -> bool:
    """Whether a name is a function's parameter: `build(router)`."""
    return name.endswith(")") and not name.endswith("()")
