"""Routes joined across files: small repositories, and what they serve."""

from __future__ import annotations

import time
from collections.abc import Mapping
from textwrap import dedent

import pytest

from planproof.app.gather import How, Kept, gather
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.served import Endpoint, canonical, endpoints
from tests.verdict.telling import FakeFiles


def found(files: Mapping[str, str]) -> list[Endpoint]:
    """What a repository serves."""
    contents = {path: dedent(text).encode() for path, text in files.items()}
    gathered = gather(FakeFiles(contents), (), How(Kept("", use=False), jobs=1))
    return list(gathered.inventory.endpoints)


def served(files: Mapping[str, str]) -> list[str]:
    """The same in words: `GET /orders/{id}`; what is below an unknown prefix begins with an ellipsis."""
    return sorted(told(one) for one in found(files))


def told(one: Endpoint) -> str:
    below = f" and below {one.below}" if one.below else ""
    return f"{one.method} {'…' if one.open else ''}{one.shown}{below}"


# -- Python -------------------------------------------------------------------------------------------


def test_fastapi_routers_of_other_files_packages_and_settings() -> None:
    assert served(
        {
            "backend/app/main.py": """
                from fastapi import FastAPI
                from app.api.main import api_router
                from app.core.config import settings

                app = FastAPI()
                app.include_router(api_router, prefix=settings.API_V1_STR)
            """,
            "backend/app/core/config.py": """
                class Settings(BaseSettings):
                    API_V1_STR: str = "/api/v1"

                settings = Settings()
            """,
            "backend/app/api/main.py": """
                from fastapi import APIRouter
                from app.api.routes import items
                from .routes.users import router as users_router

                api_router = APIRouter()
                api_router.include_router(items.router)
                api_router.include_router(users_router, prefix="/users")
            """,
            "backend/app/api/routes/items.py": """
                from fastapi import APIRouter

                router = APIRouter(prefix="/items")

                @router.get("/{id}")
                def show(id): ...
            """,
            "backend/app/api/routes/users.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.post("/")
                def create(): ...
            """,
        }
    ) == ["GET /api/v1/items/{id}", "POST /api/v1/users"]


def test_fastapi_routers_that_a_function_mounts_twice_for_its_caller() -> None:
    assert served(
        {
            "shop/main.py": """
                from fastapi import APIRouter, FastAPI
                from shop.api import build_v1, build_old

                tools_router = APIRouter(prefix="/tools")

                @tools_router.get("/{id}")
                def show(id): ...

                app = FastAPI()
                v1_router = build_v1(tools_router=tools_router)
                app.include_router(v1_router)
                old_router = build_old(tools_router=tools_router)
                app.include_router(old_router)
            """,
            "shop/api/__init__.py": """
                from fastapi import APIRouter

                def _assemble(target_router, *, tools_router):
                    from shop.orders import router as orders_router

                    target_router.include_router(tools_router)
                    target_router.include_router(orders_router, prefix="/orders")

                def build_v1(*, tools_router):
                    v1_router = APIRouter(prefix="/v1")
                    _assemble(v1_router, tools_router=tools_router)
                    return v1_router

                def build_old(*, tools_router):
                    old_router = APIRouter()
                    _assemble(old_router, tools_router=tools_router)
                    return old_router
            """,
            "shop/orders.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/all")
                def listed(): ...
            """,
            "tests/test_shop.py": """
                from shop.orders import router
                app.include_router(router, prefix="/only-tested")
            """,
        }
    ) == ["GET /orders/all", "GET /tools/{id}", "GET /v1/orders/all", "GET /v1/tools/{id}"]


def test_fastapi_a_router_of_a_factory_and_a_mounted_application() -> None:
    assert served(
        {
            "shop/main.py": """
                from shop import items
                from shop.transport import handler

                app = FastAPI()
                app.include_router(items.make_router(store), prefix="/items")
                app.include_router(extra.router, prefix=options.prefix)
                app.mount("/mcp", app=handler.stream)
                app.mount("/items", other)
            """,
            "shop/items.py": """
                def make_router(store):
                    router = APIRouter()

                    @router.get("/{id}")
                    def show(id): ...

                    return router
            """,
        }
    ) == ["* /mcp and below /mcp", "GET /items/{id}"]


def test_flask_blueprints_of_a_package_and_prefixes_that_replace_theirs() -> None:
    assert served(
        {
            "shop/app.py": """
                from flask import Flask
                from shop.orders import bp as orders_bp
                from shop import items

                def create_app():
                    app = Flask(__name__)
                    app.register_blueprint(orders_bp, url_prefix="/v2/orders")
                    app.register_blueprint(items.bp)
                    return app
            """,
            "shop/orders/__init__.py": """
                from flask import Blueprint

                bp = Blueprint("orders", __name__, url_prefix="/replaced")
                from . import views
            """,
            "shop/orders/views.py": """
                from . import bp

                @bp.route("/<int:id>")
                def show(id): ...
            """,
            "shop/items.py": """
                from flask import Blueprint

                bp = Blueprint("items", __name__, url_prefix="/items")

                @bp.post("/")
                def create(): ...
            """,
        }
    ) == ["GET /v2/orders/<int:id>", "POST /items"]


def test_django_includes_viewsets_and_what_they_inherit() -> None:
    assert served(
        {
            "shop/urls.py": """
                from django.urls import include, path
                from rest_framework.routers import DefaultRouter
                from orders.views import SearchViewSet

                router = DefaultRouter()
                router.register("documents", SearchViewSet)
                urlpatterns = [
                    path("api/", include(router.urls)),
                    path("orders/", include("orders.urls")),
                    path("accounts/", include("allauth.urls")),
                ]
            """,
            "orders/urls.py": """
                from django.urls import path
                from . import views

                urlpatterns = [path("<int:pk>/", views.show)]
            """,
            "orders/views.py": """
                from rest_framework.decorators import action

                class DocumentViewSet(ModelViewSet):
                    @action(methods=["post"], detail=True)
                    def email(self, request, pk): ...

                class SearchViewSet(DocumentViewSet): ...
            """,
        }
    ) == [
        "* /accounts and below /accounts",
        "* /api/documents",
        "* /api/documents/{pk}",
        "* /orders/<int:pk>",
        "POST /api/documents/{pk}/email",
    ]


# -- Go -----------------------------------------------------------------------------------------------


def test_go_routers_of_other_packages_by_functions_and_methods() -> None:
    assert served(
        {
            "cmd/main.go": """
                package main

                import (
                    "github.com/acme/shop/internal/orders"
                    "github.com/go-chi/chi/v5"
                )

                func main() {
                    r := chi.NewRouter()
                    r.Mount("/orders", orders.Routes())
                    r.Mount("/debug", middleware.Profiler())
                    r.Route("/api", func(r chi.Router) {
                        register(r)
                    })
                }
            """,
            "cmd/more.go": """
                package main

                import "github.com/go-chi/chi/v5"

                func register(r chi.Router) {
                    r.Get("/users", users)
                }
            """,
            "internal/orders/routes.go": """
                package orders

                import "github.com/go-chi/chi/v5"

                func Routes() chi.Router {
                    r := chi.NewRouter()
                    r.Get("/{id}", show)
                    return r
                }
            """,
            "internal/items/routes.go": """
                package items

                import "github.com/go-chi/chi/v5"

                func Routes(r chi.Router) {
                    r.Get("/lost", show)
                }
            """,
        }
    ) == [
        "* /debug and below /debug",
        "GET /api/users",
        "GET /orders/{id}",
        "GET …/lost",
    ]


def test_go_a_subtree_of_net_http_is_served_whole() -> None:
    assert served(
        {
            "main.go": """
                package main

                import "net/http"

                func main() {
                    mux := http.NewServeMux()
                    mux.Handle("/auth/", provider)
                    mux.HandleFunc("GET /orders/{$}", list)
                    mux.HandleFunc("/", index)
                }
            """
        }
    ) == ["* /", "* /auth and below /auth", "GET /orders/{$}"]


# -- JavaScript ---------------------------------------------------------------------------------------


def test_express_routers_by_default_name_index_and_alias() -> None:
    assert served(
        {
            "src/app.ts": """
                import express from "express";
                import routes from "./routes/v1";
                import { admin } from "@/routes/admin";

                const app = express();
                app.use("/v1", routes);
                app.use("/admin", admin);
                app.use("/users", require("./users.routes").usersRouter);
                app.use("/files", express.static("files"));
            """,
            "src/routes/v1/index.js": """
                const express = require("express");
                const authRoute = require("./auth.route");

                const router = express.Router();
                [{ path: "/auth", route: authRoute }].forEach((one) => {
                  router.use(one.path, one.route);
                });
                module.exports = router;
            """,
            "src/routes/v1/auth.route.js": """
                const express = require("express");

                const router = express.Router();
                router.post("/login", login);
                router.get("/:rest*", all);
                module.exports = router;
            """,
            "src/routes/admin/index.ts": """
                export { admin } from "./router";
            """,
            "src/routes/admin/router.ts": """
                import { Router } from "express";

                export const admin = Router();
                admin.get("/stats", stats);
            """,
            "src/users.routes.ts": """
                import { Router } from "express";

                export const usersRouter = Router();
                usersRouter.get("/:id", show);
            """,
            "src/unused.ts": """
                import { Router } from "express";

                const router = Router();
                router.get("/unused", show);
            """,
        }
    ) == [
        "GET /admin/stats",
        "GET /users/:id",
        "GET /v1/auth/:rest* and below /v1/auth",
        "GET …/unused",
        "POST /v1/auth/login",
    ]


def test_nestjs_a_global_prefix_and_versions() -> None:
    main = """
        async function bootstrap() {
          app.setGlobalPrefix("api");
          app.enableVersioning({ type: VersioningType.URI, defaultVersion: "1" });
        }
    """
    controller = """
        import { Controller, Get, Version, VERSION_NEUTRAL } from "@nestjs/common";

        @Controller("orders")
        export class OrdersController {
          @Get(":id")
          show() {}

          @Version("2")
          @Get()
          list() {}

          @Version(VERSION_NEUTRAL)
          @Get("plain")
          plain() {}
        }
    """
    path = "apps/api/src/orders/orders.controller.ts"
    assert served({"apps/api/src/main.ts": main, path: controller}) == [
        "GET /api/orders/plain",
        "GET /api/v1/orders/:id",
        "GET /api/v2/orders",
    ]
    other = main.replace('"api"', '"other"').replace("enableVersioning", "nothing")
    assert served(
        {"apps/other/src/main.ts": other, "apps/api/src/main.ts": main, path: controller}
    )[:1] == ["GET /api/orders/plain"]
    assert served({path: controller}) == ["GET /orders", "GET /orders/:id", "GET /orders/plain"]


def test_hono_routers_of_a_workspace_and_a_base_path() -> None:
    assert served(
        {
            "apps/web/server.ts": """
                import { Hono } from "hono";
                import { api } from "@acme/api/hono";

                const app = new Hono().basePath("/app");
                app.route("/v1", api);
            """,
            "packages/api/hono.ts": """
                import { Hono } from "hono";

                export const api = new Hono();
                api.get("/me", me);
            """,
        }
    ) == ["GET /app/v1/me"]


# -- the other languages ------------------------------------------------------------------------------


def test_rust_routers_of_modules_and_configurations() -> None:
    assert served(
        {
            "server/src/main.rs": """
                use axum::Router;
                mod orders;

                async fn main() {
                    let app = Router::new()
                        .route("/health", get(health))
                        .nest("/orders", orders::routes())
                        .nest("/api", crate::api::v1::router());
                }
            """,
            "server/src/orders/mod.rs": """
                use axum::{routing::get, Router};

                pub fn routes() -> Router {
                    Router::new().route("/{id}", get(show))
                }
            """,
            "server/src/api/v1.rs": """
                use axum::{routing::get, Router};

                pub fn router() -> Router {
                    Router::new().route("/me", get(me)).merge(super::users::routes())
                }
            """,
            "server/src/api/users.rs": """
                use axum::{routing::get, Router};

                pub fn routes() -> Router {
                    Router::new().route("/users", get(users))
                }
            """,
        }
    ) == ["GET /api/me", "GET /api/users", "GET /health", "GET /orders/{id}"]


def test_csharp_groups_of_extension_methods_and_inherited_prefixes() -> None:
    assert served(
        {
            "src/Program.cs": """
                var app = builder.Build();
                app.MapGroup("/api").MapUsers();
                app.MapGet("health", () => "ok");
            """,
            "src/Users.cs": """
                public static class Users
                {
                    const string Name = "users";

                    public static void MapUsers(this IEndpointRouteBuilder app)
                    {
                        var group = app.MapGroup(Name);
                        group.MapGet("{id}", (int id) => id);
                        group.MapPost("/", () => 1);
                    }
                }
            """,
            "src/BaseApiController.cs": """
                [Route("api/[controller]")]
                public class BaseApiController : ControllerBase { }
            """,
            "src/AccountController.cs": """
                public class AccountController : BaseApiController
                {
                    [HttpPost("login")]
                    public string Login() => "";
                }

                public class LostController : LibraryController
                {
                    [HttpGet("lost")]
                    public string Lost() => "";
                }
            """,
        }
    ) == [
        "GET /api/users/{id}",
        "GET /health",
        "GET …/lost",
        "POST /api/account/login",
        "POST /api/users",
    ]


def test_java_constants_of_another_file_and_kotlin_functions() -> None:
    assert served(
        {
            "src/main/java/acme/Paths.java": """
                package acme;
                public interface Paths {
                  String API = "/api/";
                  String ADMIN = API + "admin";
                }
            """,
            "src/main/java/acme/Other.java": """
                package acme;
                public interface Other { String ADMIN = "/other"; }
            """,
            "src/main/java/acme/AdminResource.java": """
                package acme;
                import static acme.Paths.ADMIN;
                import org.springframework.web.bind.annotation.*;

                @RestController
                @RequestMapping(ADMIN)
                public class AdminResource {
                  @GetMapping("/config")
                  public String config() { return ""; }
                }
            """,
            "src/main/kotlin/acme/App.kt": """
                package acme
                import io.ktor.server.routing.*
                import acme.orders.orderRoutes

                fun Application.module() {
                    routing { route("/v1") { orderRoutes() } }
                }
            """,
            "src/main/kotlin/acme/orders/Routes.kt": """
                package acme.orders
                import io.ktor.server.routing.*

                fun Route.orderRoutes() {
                    get("/orders") { }
                }
            """,
        }
    ) == ["GET /api/admin/config", "GET /v1/orders"]


def test_php_and_ruby_files_that_are_drawn_below_a_prefix() -> None:
    assert served(
        {
            "app/Providers/RouteServiceProvider.php": """<?php
                use Illuminate\\Support\\Facades\\Route;
                Route::prefix('admin')->group(base_path('routes/admin.php'));
            """,
            "routes/admin.php": """<?php
                use Illuminate\\Support\\Facades\\Route;
                Route::get('/users', [Users::class, 'index']);
            """,
            "routes/api.php": """<?php
                use Illuminate\\Support\\Facades\\Route;
                Route::post('/orders', [Orders::class, 'store']);
            """,
            "config/routes.rb": """
                Rails.application.routes.draw do
                  namespace :internal do
                    draw :billing
                    mount Sidekiq::Web => "/sidekiq"
                  end
                end
            """,
            "config/routes/billing.rb": """
                get "bills", to: "bills#index"
            """,
        }
    ) == [
        "* /internal/sidekiq and below /internal/sidekiq",
        "GET /admin/users",
        "GET /internal/bills",
        "POST /api/orders",
    ]


def test_a_description_comes_with_its_base_path_and_is_told_from_code() -> None:
    files = {
        "docs/swagger.yaml": "swagger: '2.0'\nbasePath: /v1\npaths:\n  /orders:\n    get: {}\n"
    }
    assert served(files) == ["GET /v1/orders"]
    assert found(files)[0].described


# -- the join by itself -------------------------------------------------------------------------------


def route(path: str, router: str, line: int = 1) -> Route:
    return Route(line=line, method="GET", path=Value("literal", path), router=router)


def mount(child: str, prefix: Value | str, parent: str = "") -> Mount:
    value = prefix if isinstance(prefix, Value) else Value("literal", prefix)
    return Mount(line=1, child=child, prefix=value, parent=parent)


def joined(stated: Mapping[str, tuple[Fact, ...]]) -> list[str]:
    return [told(one) for one in endpoints(stated, lambda value, _path: value)]


def test_routers_in_a_loop_end() -> None:
    a = (mount("b.router", "/b", "router"), route("/x", "router"))
    b = (mount("a.router", "/a", "router"), route("/y", "router"))
    assert joined({"a.py": a, "b.py": b}) == ["GET …/x", "GET …/y"]
    assert joined({"a.py": (mount("router", "/b", "router"), route("/x", "router"))}) == [
        "GET …/b/x"
    ]


def test_the_nearest_of_several_files_is_meant_and_none_where_they_are_alike() -> None:
    near = {
        "one/main.py": (mount("api.users.router", "/one", "app"),),
        "one/api/users.py": (route("/x", "router"), mount("router", "")),
        "two/main.py": (mount("api.users.router", "/two", "app"),),
        "two/api/users.py": (route("/y", "router"), mount("router", "")),
    }
    assert joined(near) == ["GET /one/x", "GET /two/y"]
    far = {
        "main.py": (mount("api.users.router", "/v1", "app"),),
        "one/api/users.py": (route("/x", "router"), mount("router", "")),
        "two/api/users.py": (route("/y", "router"), mount("router", "")),
    }
    assert joined(far) == ["GET …/x", "GET …/y", "* /v1 and below /v1"]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        (Value("pattern", "*/api"), "GET …/api/x"),
        (Value("pattern", "/*"), "GET …/x"),
        (Value("pattern", "/api/*/v1"), "GET /api/*/v1/x"),
        (Value("reference", "settings.PREFIX"), "GET …/x"),
        (Value("literal", "api/"), "GET /api/x"),
    ],
)
def test_what_stands_before_an_unknown_part_is_not_told(prefix: Value, expected: str) -> None:
    stated = {"a.py": (mount("router", prefix, "app"), route("/x", "router"))}
    assert joined(stated) == [expected]


def test_the_order_of_files_changes_nothing() -> None:
    stated = {
        "api/users.py": (route("/x", "router"), mount("router", "")),
        "main.py": (
            mount("api.users.router", "/one", "app"),
            mount("api.users.router", "/two", "app"),
        ),
        "other.py": (mount("api.users.router", "/three", "app"),),
    }
    assert joined(stated) == joined(dict(reversed(stated.items())))


def test_a_router_has_a_few_prefixes_at_most() -> None:
    layers = [
        mount(f"r{level}", f"/{word}", f"r{level - 1}") for level in range(1, 40) for word in "ab"
    ]
    assert len(joined({"a.py": (*layers, route("/x", "r39"))})) == 8


def test_a_long_chain_is_no_recursion_and_ends_open() -> None:
    layers = [mount(f"r{level}", "/abcdef", f"r{level - 1}") for level in range(1, 20_000)]
    (one,) = joined({"a.py": (*layers, route("/x", "r19999"))})
    assert one.startswith("GET …/abcdef/") or one == "GET …/x"


def timed(files: int) -> float:
    stated: dict[str, tuple[Fact, ...]] = {}
    for number in range(files):
        folder = f"services/s{number}/app"
        stated[f"{folder}/main.py"] = (mount("app.routes.router", "/v1", "app"),)
        stated[f"{folder}/routes.py"] = (mount("router", "/r"), route("/x", "router"))
        stated[f"web/s{number}/index.ts"] = (mount("./routes/users", "/u", "app"),)
        stated[f"web/s{number}/routes/users.ts"] = (route("/x", "router"),)
        stated[f"go/s{number}/main.go"] = (mount("orders.Routes()", "/o", "r"),)
        stated[f"go/s{number}/orders/routes.go"] = (route("/x", "Routes()"),)
        stated[f"lost/s{number}/main.py"] = (mount("shop.router", "/lost", "app"),)
    start = time.process_time()
    shown = {one.shown for one in endpoints(stated, lambda value, _path: value)}
    assert shown == {"/v1/r/x", "/u/x", "/o/x", "/lost"}
    return time.process_time() - start


def test_the_join_is_linear() -> None:
    timed(50)
    few, many = timed(400), timed(3200)
    assert many < 8 * few * 3


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/orders/{id}/", "/orders/{}"),
        ("orders/<int:id>", "/orders/{}"),
        ("/orders/:id(\\d+)?", "/orders/{}"),
        ("/orders/{id:[0-9]{1,3}}", "/orders/{}"),
        ("^orders/(?P<pk>[^/.]+)/$", "/orders/{}"),
        ("/orders/[id]/[[...rest]]", "/orders/{}/{}"),
        ("/files/*path", "/files/{}"),
        ("/orders?limit=5", "/orders"),
        ("/orders/{$}", "/orders"),
        ("", "/"),
    ],
)
def test_a_path_in_canonical_form(path: str, expected: str) -> None:
    assert canonical(path) == expected
