#!/usr/bin/env bash
# sqlglot 30.30.0 (PyPI), PostgreSQL to PostgreSQL: an array of one element that is a query, `ARRAY[(SELECT …)]`, is printed
# as `ARRAY((SELECT …))`, an array of that query's rows. Where the query has no row, the server gives {NULL} for the one and
# {} for the other; where it has two, an error for the one and both rows for the other. A second element behind the query
# is not printed at all. With the query in second place all is right.
#
# Seen:
#     SELECT ARRAY((SELECT a FROM t))
#     SELECT ARRAY((SELECT a FROM t))
#     SELECT ARRAY[1, (SELECT a FROM t)]
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlglot==30.30.0
seen=$("$tmp/venv/bin/python" - <<'PY'
import sqlglot
for sql in ("SELECT ARRAY[(SELECT a FROM t)]", "SELECT ARRAY[(SELECT a FROM t), 1]",
            "SELECT ARRAY[1, (SELECT a FROM t)]"):
    print(sqlglot.transpile(sql, read="postgres", write="postgres")[0])
PY
)
echo "$seen"
[[ $seen == 'SELECT ARRAY((SELECT a FROM t))
SELECT ARRAY((SELECT a FROM t))
SELECT ARRAY[1, (SELECT a FROM t)]' ]]
