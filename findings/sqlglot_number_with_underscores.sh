#!/usr/bin/env bash
# sqlglot 30.30.0 (PyPI), PostgreSQL to PostgreSQL: 5_000, which is five thousand since PostgreSQL 16, is read as 5 with a
# name behind it, and printed as 5 AS _000. In the list of a SELECT that runs, and nothing is said: INSERT … SELECT and a
# view have 5. In VALUES it is printed in the same way, which is no SQL, and in UPDATE, LIMIT and an argument it is a
# ParseError. 0x1F, a number since 16 as well, is printed as x'1F', a bit string. With read="duckdb" 5_000 is right, so the
# tokenizer can do it.
#
# One would expect a ParseError in all places, or the number.
#
# Seen:
#     INSERT INTO limits SELECT id, 5 AS _000 FROM shops
#     INSERT INTO limits SELECT id, 5000 FROM shops
#     SELECT x'1F'
#     INSERT INTO limits VALUES (1, 5 AS _000)
#     ParseError: UPDATE limits SET n = 5_000
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlglot==30.30.0
seen=$("$tmp/venv/bin/python" - <<'PY'
import sqlglot
for read, sql in [
    ("postgres", "INSERT INTO limits SELECT id, 5_000 FROM shops"),
    ("duckdb", "INSERT INTO limits SELECT id, 5_000 FROM shops"),
    ("postgres", "SELECT 0x1F"),
    ("postgres", "INSERT INTO limits VALUES (1, 5_000)"),
    ("postgres", "UPDATE limits SET n = 5_000"),
]:
    try:
        print(sqlglot.transpile(sql, read=read, write="postgres")[0])
    except sqlglot.errors.ParseError:
        print("ParseError:", sql)
PY
)
echo "$seen"
[[ $seen == 'INSERT INTO limits SELECT id, 5 AS _000 FROM shops
INSERT INTO limits SELECT id, 5000 FROM shops
SELECT x'\''1F'\''
INSERT INTO limits VALUES (1, 5 AS _000)
ParseError: UPDATE limits SET n = 5_000' ]]
