"""Every row of every room against its table: columns, order, types, and extreme values on both engines."""

from __future__ import annotations

import importlib
import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.postgres import new_database
from warifu.law.room import Rows
from warifu.node.open import rooms
from warifu.record.database import close_database, configure, open_database
from warifu.record.log import Store
from warifu.record.projection import Projection

ROOMS = tuple(rooms())
RECORDS: dict[str, type[Any]] = {
    name: record
    for room in ROOMS
    for name, record in importlib.import_module(
        "warifu.rooms.logistics.rows_tables" if room == "logistics" else f"warifu.rooms.{room}.rows"
    ).RECORDS.items()
}
FIELDS = {str: models.TextField, int: models.BigIntegerField, bytes: models.BinaryField, bool: models.BooleanField}
PAIR, CASE = "GB-JP", bytes(range(32))

LOW: dict[type, Any] = {str: "", int: -(2**63), bytes: b"", bool: False}
HIGH: dict[type, Any] = {
    str: "'\";-- %s {} \\ 割符 👩‍🚀 \u200f" + "長" * 3000, int: 2**63 - 1, bytes: bytes(range(256)), bool: True,
}  # fmt: skip


def _hint(hint: Any) -> tuple[type, bool]:
    """Give the type of a column and whether it may be None."""
    if isinstance(hint, types.UnionType):
        return next(each for each in typing.get_args(hint) if each is not type(None)), True
    return hint, False


def _columns(record: type[Any]) -> dict[str, tuple[type, bool]]:
    return {name: _hint(hint) for name, hint in typing.get_type_hints(record).items()}


def _models() -> dict[str, type[models.Model]]:
    configure()
    return {model._meta.db_table: model for room in ROOMS for model in apps.get_app_config(room).get_models()}


def test_rooms_and_models_know_the_same_tables():
    assert set(_models()) == set(RECORDS)
    for room in ROOMS:
        tables = importlib.import_module(f"warifu.rooms.{room}").ROOM.tables
        assert set(tables) == {name for name in RECORDS if name.startswith(f"{room}_")}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_row_has_the_columns_of_its_table(name):
    fields = {field.name: field for field in _models()[name]._meta.get_fields() if field.name != "pk"}
    columns = _columns(RECORDS[name])
    assert list(fields) == ["pair", "case", *columns]
    for column, (kind, nullable) in columns.items():
        assert type(fields[column]) is FIELDS[kind], column
        assert fields[column].null is nullable, column


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_key_begins_with_the_pair_and_nothing_points_to_another_table(name):
    model = _models()[name]
    key = model._meta.pk
    assert isinstance(key, models.CompositePrimaryKey)
    assert key.field_names[:2] == ("pair", "case")
    assert not any(field.is_relation for field in model._meta.get_fields())
    assert all(index.fields[0] == "pair" for index in model._meta.indexes)


def test_nothing_of_any_length_that_a_stranger_writes_stands_in_a_key_or_an_index():
    """PostgreSQL refuses an index entry of more than 2.7 kB: one long code would stop a nation's log."""
    ours = {
        "pair", "case", "act", "author", "basis", "clash_key", "invoice", "issue", "key", "ours", "party", "receipt",
        "theirs", "state", "turn", "batch", "person", "item", "muster", "circle", "draw", "holder", "opener",
    }  # fmt: skip
    for name, model in _models().items():
        columns = _columns(RECORDS[name])
        held = {*model._meta.pk.field_names, *(each for index in model._meta.indexes for each in index.fields)}
        long = {each for each in held - {"pair", "case"} if columns[each][0] in {str, bytes}}
        assert long <= ours, name


def test_no_table_is_without_its_migration():
    configure()
    call_command("makemigrations", *ROOMS, check=True, dry_run=True, verbosity=0)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Store]:
    address = str(tmp_path / "node.db")
    if request.param == "postgres":
        address = new_database(request.getfixturevalue("postgres_dsn"), "tables")
    alias = open_database(address, f"tables-{request.param}")
    yield Store(alias)
    close_database(alias)


def _extremes(record: type[Any]) -> list[tuple[Any, ...]]:
    columns = _columns(record).values()
    low = record(*(None if nullable else LOW[kind] for kind, nullable in columns))
    return [low, record(*(HIGH[kind] for kind, _ in columns))]


def test_extreme_values_come_back_as_they_went_in(store):
    projection = Projection(store, PAIR, {name: record._fields for name, record in RECORDS.items()})
    for name, record in RECORDS.items():
        key = _models()[name]._meta.pk.field_names
        rows = _extremes(record) if len(key) > 2 else _extremes(record)[1:]
        projection.replace({CASE: Rows({name: rows})})
        columns = ", ".join(f'"{column}"' for column in record._fields)
        found = store.run(f'SELECT {columns} FROM {name} WHERE pair = %s AND "case" = %s', [PAIR, CASE])
        kinds = [kind for kind, _ in _columns(record).values()]
        read = [
            tuple(bool(value) if kind is bool else value for value, kind in zip(row, kinds, strict=True))
            for row in found
        ]
        assert sorted(map(repr, read)) == sorted(repr(tuple(row)) for row in rows), name
        projection.replace({CASE: Rows({})})
        assert store.run(f"SELECT count(*) FROM {name}") == [(0,)]
