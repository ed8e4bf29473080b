"""A plan's snippet against the schema of the repository, by format."""

from __future__ import annotations

import pytest

from planproof.facts.model import Schema, SchemaField
from planproof.facts.schemas._sql import statements
from planproof.verdict.drift import differences, read_snippet, resolve


def drift(language: str, plan: str, code: str, code_language: str = "") -> list[str]:
    """The differences of the first schemas of two snippets, in words."""
    ours = read_snippet(language, plan)
    theirs = read_snippet(code_language or language, code)
    return [one.text for one in differences(ours.schemas[0], theirs.schemas[0], ours.partial)]


class TestSql:
    CODE = """
        CREATE TABLE orders (
          id uuid PRIMARY KEY,
          email varchar(255) NOT NULL,
          total numeric(10,2) DEFAULT 0.00,
          created_at timestamptz NOT NULL DEFAULT now()
        );"""

    def test_the_same_in_other_words(self) -> None:
        plan = """
            CREATE TABLE "orders" (
              ID UUID NOT NULL,
              Email CHARACTER VARYING(255) NOT NULL,
              total DECIMAL(10, 2) DEFAULT '0'::numeric,
              created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
              PRIMARY KEY (id)
            )"""
        assert drift("sql", plan, self.CODE) == []

    def test_each_sort_of_difference(self) -> None:
        plan = """
            CREATE TABLE orders (
              id bigint PRIMARY KEY,
              email varchar(100),
              total numeric DEFAULT 1,
              note text
            )"""
        assert drift("sql", plan, self.CODE) == [
            "`id` is `BIGINT` in the plan and `UUID` in the code",
            "`email` is `VARCHAR(100)` in the plan and `VARCHAR(255)` in the code",
            "`email` is nullable in the plan and NOT NULL in the code",
            "`total` is `1` by default in the plan and `0.00` in the code",
            "`note` is in the plan and not in the code",
            "`created_at` is in the code and not in the plan",
        ]

    def test_a_default_that_one_side_lacks(self) -> None:
        assert drift("sql", "CREATE TABLE a (b int)", "CREATE TABLE a (b int DEFAULT 1)") == [
            "`b` has no default in the plan and `1` in the code"
        ]
        assert drift("sql", "CREATE TABLE a (b int DEFAULT 'x')", "CREATE TABLE a (b int)") == [
            "`b` is `'x'` by default in the plan and has none in the code"
        ]

    def test_what_is_left_out_is_not_missed(self) -> None:
        plan = "CREATE TABLE orders (\n  id uuid PRIMARY KEY,\n  ...\n  gift boolean NOT NULL\n)"
        assert drift("sql", plan, self.CODE) == ["`gift` is in the plan and not in the code"]

    def test_a_column_that_is_added_is_held_alone(self) -> None:
        assert (
            drift("sql", "ALTER TABLE orders ADD COLUMN email varchar(255) NOT NULL", self.CODE)
            == []
        )
        assert drift("sql", "ALTER TABLE orders ADD COLUMN gift boolean", self.CODE) == [
            "`gift` is in the plan and not in the code"
        ]

    def test_a_column_that_is_dropped_or_renamed(self) -> None:
        assert drift("sql", "ALTER TABLE orders DROP COLUMN note", self.CODE) == []
        assert drift("sql", "ALTER TABLE orders DROP COLUMN email", self.CODE) == [
            "`email` is dropped in the plan and still in the code"
        ]
        assert drift("sql", "ALTER TABLE orders RENAME COLUMN email TO mail", self.CODE) == [
            "`email` becomes `mail` in the plan and is still in the code"
        ]

    @pytest.mark.parametrize(
        ("plan", "code", "same"),
        [
            ("INT", "INTEGER", True),
            ("int(11)", "integer", True),
            ("int8", "bigint", True),
            ("VARCHAR", "VARCHAR(255)", True),
            ("VARCHAR(20)", "VARCHAR(255)", False),
            ("text", "varchar(255)", False),
            ("text[]", "TEXT ARRAY", True),
            ("int", "bigint", False),
            ("bool", "boolean", True),
            ("double precision", "float8", True),
            ("timestamp", "timestamptz", False),
            ("timestamp(3) with time zone", "timestamptz", True),
            ("json", "jsonb", False),
        ],
    )
    def test_types(self, plan: str, code: str, same: bool) -> None:
        found = drift("sql", f"CREATE TABLE a (b {plan})", f"CREATE TABLE a (b {code})")
        assert (found == []) is same


class TestJson:
    SCHEMA = """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order",
         "required": ["id", "quantity"],
         "properties": {
           "id": {"type": "string"},
           "quantity": {"type": "integer", "default": 1},
           "price": {"type": "number"},
           "note": {"type": ["string", "null"]},
           "who": {"$ref": "who.json"},
           "lines": {"type": "array", "items": {"properties": {"sku": {"type": "string"}}}}}}"""

    def test_an_example_need_not_show_all_but_what_is_required(self) -> None:
        plan = '{"id": "o-1", "price": 2, "note": null}'
        assert drift("json", plan, self.SCHEMA) == ["`quantity` is in the code and not in the plan"]

    def test_an_example_shows_types(self) -> None:
        plan = """
            {"id": 7, "quantity": "2", "who": {"name": "x"}, "lines": [{"sku": "a"}, {"count": 1}],
             "tags": []}"""
        assert drift("json", plan, self.SCHEMA) == [
            "`id` is `integer` in the plan and `string` in the code",
            "`quantity` is `string` in the plan and `integer` in the code",
            "`tags` is in the plan and not in the code",
            "`lines.count` is in the plan and not in the code",
        ]

    def test_words_for_types_and_placeholders_are_no_strings(self) -> None:
        plan = '{"id": "<uuid>", "quantity": "integer", "price": <price>, ...}'
        assert read_snippet("json", plan).partial
        assert drift("json", plan, self.SCHEMA) == []

    def test_schema_against_schema(self) -> None:
        plan = """
            type: object
            required: [id]
            properties:
              id: {type: string}
              quantity: {type: integer, default: 2}
              price: {type: integer}
              note: {type: string}
              who: {type: object}
              lines: {type: array}
              gift: {type: boolean}
            """
        assert drift("yaml", plan, self.SCHEMA, "json") == [
            "`quantity` is optional in the plan and required in the code",
            "`quantity` is `2` by default in the plan and `1` in the code",
            "`gift` is in the plan and not in the code",
        ]

    def test_a_part_of_openapi(self) -> None:
        plan = """
            components:
              schemas:
                Order:
                  type: object
                  properties:
                    id: {type: integer}
                    # other fields as before
            """
        snippet = read_snippet("yaml", plan)
        assert snippet.partial
        assert snippet.schemas[0].name == "Order"
        assert drift("yaml", plan, self.SCHEMA, "json") == [
            "`id` is `integer` in the plan and `string` in the code"
        ]

    def test_enums(self) -> None:
        code = '{"Status": {"type": "string", "enum": ["new", "sent"]}}'
        assert drift("json", '{"Status": {"type": "string", "enum": ["new", "gone"]}}', code) == [
            "the value `gone` is in the plan and not in the code",
            "the value `sent` is in the code and not in the plan",
        ]


class TestProtobuf:
    CODE = """
        message Order {
          string id = 1;
          repeated shop.v1.Line lines = 2;
          optional int32 quantity = 3;
          int64 total = 4;
        }"""

    def test_differences(self) -> None:
        plan = "message Order { int64 id = 1; repeated Line lines = 2; int32 quantity = 3; string note = 5; }"
        assert drift("proto", plan, self.CODE) == [
            "`id` is `int64` in the plan and `string` in the code",
            "`note` is in the plan and not in the code",
            "`total` is in the code and not in the plan",
        ]

    def test_fields_without_their_message(self) -> None:
        plan = "string id = 1; // the others stay"
        snippet = read_snippet("protobuf", plan)
        assert (snippet.schemas[0].name, snippet.partial) == ("", True)
        assert drift("protobuf", plan, self.CODE) == []

    def test_an_example_in_json_has_its_own_spelling(self) -> None:
        code = "message Order { string order_id = 1; int64 total_cents = 2; bool gift = 3; Who who = 4; }"
        plan = '{"orderId": 7, "totalCents": "200", "gift": true, "who": {"name": "x"}, "more": 1}'
        assert drift("json", plan, code, "proto") == [
            "`orderId` is `integer` in the plan and `string` in the code",
            "`more` is in the plan and not in the code",
        ]


def test_graphql() -> None:
    code = "type Order { id: ID! note: String lines: [Line!]! at: Int }"
    plan = "type Order { id: ID note: String! lines: [Line]! gift: Boolean }"
    assert drift("graphql", plan, code) == [
        "`id` is optional in the plan and required in the code",
        "`note` is required in the plan and optional in the code",
        "`lines` is `[Line]` in the plan and `[Line!]` in the code",
        "`gift` is in the plan and not in the code",
        "`at` is in the code and not in the plan",
    ]
    assert drift("graphql", "extend type Order { id: ID! }", code) == []
    assert drift("graphql", "id: ID!\n# ...", code) == []


def test_avro() -> None:
    code = """{"type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "string"},
        {"name": "note", "type": ["null", "string"], "default": null},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""
    plan = """{"type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "int"},
        {"name": "note", "type": "string"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}"""
    assert drift("avsc", plan, code) == [
        "`id` is `int` in the plan and `string` in the code",
        "`note` is required in the plan and optional in the code",
        "`at` is `long timestamp-micros` in the plan and `long timestamp-millis` in the code",
    ]
    assert drift("json", plan, plan) == []


class TestSnippets:
    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("json", '{"id": 1, ...}'),
            ("json", '{"id": 1 // and so on\n}'),
            ("json", '{"id": <id>}'),
            ("yaml", "id: 1\n..."),
            ("yaml", "id: <id>"),
            ("sql", "CREATE TABLE a (b int, -- remaining columns unchanged\n c int)"),
            ("proto", "message A { string b = 1; // ...\n }"),
            ("graphql", "type A { b: Int … }"),
        ],
    )
    def test_partial(self, language: str, text: str) -> None:
        snippet = read_snippet(language, text)
        assert snippet.partial
        assert snippet.schemas

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("sql", "-- who orders\nCREATE TABLE a (b int /* cents */)"),
            ("proto", "// an order\nmessage A { string b = 1; map<string, string> c = 2; }"),
            ("yaml", "id: 1  # the first"),
            ("json", '{"text": "a < b > c"}'),
        ],
    )
    def test_a_comment_that_describes_leaves_nothing_out(self, language: str, text: str) -> None:
        snippet = read_snippet(language, text)
        assert not snippet.partial
        assert snippet.schemas

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("python", "class Order: ..."),
            ("sql", "SELECT * FROM orders"),
            ("json", "{"),
            ("json", "[" * 10_000),
            ("yaml", "a: [" * 10_000),
            ("yaml", "paths:\n  /orders:\n    get: {}"),
            ("proto", "message"),
            ("graphql", "query { orders { id } }"),
            ("", "some words"),
            ("", ""),
        ],
    )
    def test_nothing_is_shown(self, language: str, text: str) -> None:
        assert read_snippet(language, text).schemas == ()

    def test_without_a_language(self) -> None:
        assert read_snippet("", "CREATE TABLE a (b int)").schemas[0].format == "sql"
        assert read_snippet("", "message A {\n  string b = 1;\n}").schemas[0].format == "protobuf"
        assert read_snippet("", '{"b": 1}').schemas[0].what == "example"

    def test_several_values(self) -> None:
        first, second = read_snippet("json", '{"a": 1}\n\n{"b": 2}').schemas
        assert ([one.name for one in first.fields], [one.name for one in second.fields]) == (
            ["a"],
            ["b"],
        )


class TestMigrations:
    @staticmethod
    def tables(**files: str) -> dict[str, list[SchemaField]]:
        placed = [
            (f"db/{name.replace('__', '.')}.sql", schema)
            for name, text in files.items()
            for schema in statements(text)
        ]
        return {schema.name: list(schema.fields) for _, schema in resolve(placed)}

    def test_in_the_order_of_their_names(self) -> None:
        assert self.tables(
            V10="ALTER TABLE orders DROP COLUMN note, ADD gift int NOT NULL DEFAULT 1;",
            V2="ALTER TABLE orders ADD note text;",
            V1="CREATE TABLE orders (id int PRIMARY KEY);",
        ) == {
            "orders": [
                SchemaField("id", "INT", required=True),
                SchemaField("gift", "INT", required=True, default="1"),
            ]
        }

    def test_altered_and_renamed(self) -> None:
        assert self.tables(
            a1="CREATE TABLE old (id int, code text DEFAULT 'x', n int);",
            a2="ALTER TABLE old ALTER code SET NOT NULL, ALTER code DROP DEFAULT, ALTER n TYPE bigint;",
            a3="ALTER TABLE old RENAME COLUMN code TO sku; ALTER TABLE old RENAME TO orders;",
            a4="ALTER TABLE orders ALTER n SET DEFAULT 5;",
        ) == {
            "orders": [
                SchemaField("id", "INT", required=False),
                SchemaField("sku", "TEXT", required=True),
                SchemaField("n", "BIGINT", required=False, default="5"),
            ]
        }

    def test_dropped_and_made_anew(self) -> None:
        assert self.tables(
            a1="CREATE TABLE a (x int); CREATE TABLE b (x int);",
            a2="CREATE TABLE new_a (y int); DROP TABLE a; ALTER TABLE new_a RENAME TO a;",
            a3="DROP TABLE IF EXISTS b, c;",
        ) == {"a": [SchemaField("y", "INT", required=False)]}

    def test_what_changes_a_table_that_is_not_there(self) -> None:
        assert self.tables(a1="ALTER TABLE a ADD b int; ALTER TABLE a RENAME TO c;") == {}

    def test_enums_grow(self) -> None:
        assert self.tables(
            a1="CREATE TYPE mood AS ENUM ('sad');", a2="ALTER TYPE mood ADD VALUE 'glad';"
        ) == {"mood": [SchemaField("sad"), SchemaField("glad")]}

    def test_folders_know_nothing_of_each_other(self) -> None:
        (create,) = statements("CREATE TABLE a (b int);")
        (add,) = statements("ALTER TABLE a ADD c int;")
        placed = [("pg/1.sql", create), ("lite/1.sql", create), ("lite/2.sql", add)]
        found = {path: len(schema.fields) for path, schema in resolve(placed)}
        assert found == {"pg/1.sql": 1, "lite/1.sql": 2}

    def test_a_folder_for_each_migration(self) -> None:
        (create,) = statements("CREATE TABLE a (b int);")
        (add,) = statements("ALTER TABLE a ADD c int;")
        placed = [("m/2024_add/up.sql", add), ("m/2023_first/up.sql", create)]
        ((path, schema),) = resolve(placed)
        assert (path, len(schema.fields)) == ("m/2023_first/up.sql", 2)

    def test_other_formats_are_left_alone(self) -> None:
        message = Schema(line=1, format="protobuf", what="message", name="A")
        assert resolve([("a.proto", message)]) == [("a.proto", message)]
