"""psycopg 3: `with_psycopg.py NAME calls|views`; the server is that of the PG… variables."""

import sys

import psycopg
from psycopg.rows import dict_row

import calls

name, part = sys.argv[1:3]
client = calls.Client(name)
# A pooler in transaction mode knows no prepared statement; CALL is to wait, so nothing may begin a transaction.
connection = psycopg.connect(autocommit=True, row_factory=dict_row, prepare_threshold=None)


def run(sql, *values, on=None):
    cursor = (on or connection).execute(sql, values or None)
    return cursor.fetchall() if cursor.description else []


def parts(error):
    return error.diag.sqlstate, error.diag.message_detail, error.diag.message_hint


def without_autocommit():
    """psycopg begins a transaction by itself: what must wait is queued, and starts with the commit."""
    with psycopg.connect(row_factory=dict_row, prepare_threshold=None) as other:
        run("SELECT migrate.create('queued', 'CREATE INDEX CONCURRENTLY queued ON articles (body, n)', version => 3)", on=other)
        summary = run("CALL migrate.up()", on=other)[0]["summary"]
        assert "queued" in summary, summary
        try:
            run("CALL migrate.wait(1)", on=other)
        except psycopg.errors.ActiveSqlTransaction:
            pass
        else:
            raise AssertionError("CALL migrate.wait in a transaction")
    with psycopg.connect(row_factory=dict_row, prepare_threshold=None) as other:
        run("SELECT migrate.create('queued', 'CREATE INDEX CONCURRENTLY queued ON articles (body, n)', version => 3)", on=other)
        job = run("SELECT job FROM migrate.apply()", on=other)[0]["job"]
    run(f"CALL migrate.wait({job})")
    calls.same(run("SELECT migrate.is_applied(3) AS it")[0]["it"], True)


if part == "views":
    calls.views(client, run)
else:
    calls.calls(client, run, lambda number: "%s", parts)
    client.say("without autocommit", without_autocommit)
client.end()
