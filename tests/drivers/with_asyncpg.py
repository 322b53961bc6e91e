"""asyncpg: `with_asyncpg.py NAME calls|views`; the server is that of the PG… variables."""

import asyncio
import os
import sys

import asyncpg

import calls

name, part = sys.argv[1:3]
client = calls.Client(name)
loop = asyncio.new_event_loop()
connection = loop.run_until_complete(asyncpg.connect(database=os.environ["PGDATABASE"]))


def run(sql, *values):
    return [dict(row) for row in loop.run_until_complete(connection.fetch(sql, *values))]


def parts(error):
    return error.sqlstate, error.detail, error.hint


def timeout_is_a_cancel():
    """`timeout=` does not only end the waiting: it cancels the statement, and with it the job."""
    run("SELECT migrate.create('slow', 'SELECT pg_sleep(30); VACUUM articles', version => 4)")
    try:
        loop.run_until_complete(connection.execute("CALL migrate.up()", timeout=1))
    except asyncio.TimeoutError:
        pass
    else:
        raise AssertionError("no timeout")
    for _ in range(100):
        status = run("SELECT status FROM migrate.jobs ORDER BY id DESC LIMIT 1")[0]["status"]
        if status not in ("queued", "running"):
            break
        loop.run_until_complete(asyncio.sleep(0.1))
    calls.same(status, "cancelled")


if part == "views":
    calls.views(client, run)
else:
    calls.calls(client, run, lambda number: f"${number}", parts)
    client.say("timeout is a cancel", timeout_is_a_cancel)
client.end()
