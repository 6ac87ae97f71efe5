"""Migrations make the same database whether or not all related classes are made anew for each."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connections, migrations, models
from django.db.migrations.state import ProjectState

from backorder import database, settings
from backorder.app import settings as of_django
from backorder.app.management.commands.migrate import Command
from backorder.app.migrating import State, stays_at_home
from backorder.cli import _archive
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = settings.get("BACKORDER_TORTURE") == "full"
INSTANT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+[+-]\d\d'")
# Django's own command, not the one of ours that stands before it.
PLAIN = """
import sys, django
django.setup(set_prefix=False)
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), *sys.argv[1:], interactive=False, verbosity=0, skip_checks=True)
"""
OURS = PLAIN.replace("django.core.management.commands", "backorder.app.management.commands")


def ref(to: str, **options: Any) -> Any:
    return models.ForeignKey(to, models.DO_NOTHING, related_name="+", **options)


def number(kind: Any) -> Any:
    return kind(primary_key=True, serialize=False)


def named(apps: Any, editor: Any) -> None:
    """Write a row through its relations: they are those of this moment."""
    shop, shelf = (apps.get_model("shop", name) for name in ("Shop", "Shelf"))
    one = shop(id=1, code="A")
    one.save(using=editor.connection.alias)
    shelf(id=1, shop=one).save(using=editor.connection.alias)
    assert shelf.objects.using(editor.connection.alias).get(shop=one).shop.code == "A"


def chain() -> list[tuple[bool, list[Any]]]:
    """Return operations anew, for a rename edits them: whether they stay at home, and each."""
    return [
        (
            True,
            [
                migrations.CreateModel("Shop", [
                    ("id", number(models.AutoField)),
                    ("code", models.CharField(max_length=10, unique=True)),
                ]),
                migrations.CreateModel("Shelf", [
                    ("id", number(models.AutoField)), ("shop", ref("shop.shop")),
                ]),
                migrations.CreateModel("Box", [
                    ("id", number(models.AutoField)),
                    ("shelf", ref("shop.shelf")),
                    ("of", ref("shop.shop", to_field="code", null=True)),
                ]),
            ],
        ),
        (
            True,
            [
                migrations.AddField("Shelf", "box", ref("shop.box", null=True)),
                migrations.AddField("Shop", "size", models.IntegerField(default=1, db_default=1)),
                migrations.AlterField("Box", "shelf", ref("shop.shelf", null=True)),
                migrations.AddConstraint("Shop", models.CheckConstraint(
                    condition=models.Q(size__gt=0), name="shop_has_room",
                )),
                migrations.AddIndex("Shelf", models.Index(fields=["box"], name="shelf_by_box")),
                migrations.RunSQL("CREATE VIEW big AS SELECT * FROM shop_shop WHERE size > 9"),
            ],
        ),
        (False, [migrations.RunPython(named)]),
        (False, [migrations.AlterField("Shelf", "id", number(models.BigAutoField))]),
        (
            False,
            [
                migrations.RunSQL("DROP VIEW big"),
                migrations.AlterField("Shop", "code", models.CharField(max_length=20, unique=True)),
            ],
        ),
        (True, [migrations.AlterField("Shop", "size", models.BigIntegerField(default=1))]),
        (False, [migrations.RenameField("Shop", "code", "sku")]),
        (False, [migrations.RemoveField("Shelf", "box")]),
        (True, [migrations.AddField("Box", "shop", ref("shop.shop", null=True))]),
    ]  # fmt: skip


DESCRIBED = """
SELECT table_name::text, column_name::text, data_type::text,
       concat_ws(' ', character_maximum_length, is_nullable, column_default)
FROM information_schema.columns WHERE table_name LIKE 'shop%%'
UNION ALL
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), ''
FROM pg_constraint WHERE conrelid::regclass::text LIKE 'shop%%'
UNION ALL
SELECT tablename, indexname, indexdef, '' FROM pg_indexes WHERE tablename LIKE 'shop%%'
ORDER BY 1, 2, 3, 4
"""


def step(operations: list[Any]) -> migrations.Migration:
    """Return a migration of these operations."""
    made = migrations.Migration("made_up", "shop")
    vars(made)["operations"] = operations
    return made


def made_by(django: Any, state: ProjectState) -> list[tuple[Any, ...]]:
    """Run the chain from a state, as Django's executor does; return what it made, which is gone."""
    for _, operations in chain():
        one = step(operations)
        if isinstance(state, State):
            state.begin(one)
        with django.schema_editor() as editor:
            state = one.apply(state, editor)
    with django.cursor() as cursor:
        cursor.execute(DESCRIBED)
        found = cursor.fetchall()
        cursor.execute("DROP TABLE IF EXISTS shop_box, shop_shelf, shop_shop CASCADE")
    return list(found)


@pytest.fixture
def django(database_url: str) -> Iterator[Any]:
    """Return a connection of Django's to the test's database."""
    entry = connections.configure_settings({"default": of_django.database(database_url)})
    connections.settings["chain"] = entry["default"]
    yield connections["chain"]
    connections["chain"].close()
    del connections["chain"]
    del connections.settings["chain"]


def test_it_is_known_which_migrations_read_no_relations() -> None:
    state = ProjectState()
    for alone, operations in chain():
        assert stays_at_home(step(operations), state) is alone
        state = step(operations).mutate_state(state)


def test_a_kind_of_its_own_is_run_as_django_runs_it() -> None:
    class Careful(migrations.CreateModel):
        pass

    class Sql(migrations.RunSQL):
        pass

    class Other(migrations.RunSQL):
        def database_forwards(self, *rest: Any) -> None:
            pass

    found = [
        stays_at_home(step([one]), ProjectState())
        for one in (Careful("Shop", []), Sql("SELECT 1"), Other("SELECT 1"))
    ]
    assert found == [False, True, False]


def test_a_chain_makes_the_same_tables_as_djangos_own_way(django: Any) -> None:
    expected = made_by(django, ProjectState())
    assert len(expected) > 20
    assert made_by(django, State.of(ProjectState())) == expected


def test_a_referred_key_would_not_be_followed_without_the_look_at_each_migration(
    django: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = made_by(django, ProjectState())
    monkeypatch.setattr("backorder.app.migrating.stays_at_home", lambda *_: True)
    assert made_by(django, State.of(ProjectState())) != expected


def test_the_command_is_ours(template_url: str) -> None:
    assert isinstance(load_command_class(get_commands()["migrate"], "migrate"), Command)


def dumped(server: str, code: str, target: list[str]) -> str:
    """Migrate a new database, and return all that is in it as text."""
    name = f"backorder_chain_{secrets.token_hex(6)}"
    with temporary_database(server, name) as address:
        environ = os.environ | {
            "BACKORDER_DJANGO_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "backorder.app.settings",
            "PYTHONPATH": str(Path(database.__file__).parents[1]),
        }
        subprocess.run([sys.executable, "-P", "-c", code, *target], check=True, env=environ)
        with database.connect(address, check=False) as conn:
            tools = _archive.programs(conn.info.server_version // 10_000)
        said = subprocess.run(
            [tools.path("pg_dump"), "--inserts", address],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    return INSTANT.sub("", "\n".join(line for line in said.splitlines() if line[:1] != "\\"))


@pytest.mark.torture
def test_all_migrations_make_the_same_database_as_djangos_own_way(server_url: str) -> None:
    target = [] if FULL else ["backorder", "0002"]  # Django's own way takes eleven seconds
    plain = dumped(server_url, PLAIN, target)
    assert "CREATE FUNCTION public.refuse_edit" in plain
    assert "INSERT INTO public.location" in plain
    assert dumped(server_url, OURS, target) == plain
