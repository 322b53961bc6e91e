#!/usr/bin/env bash
# pglast 8.8 (PyPI): NULLS NOT DISTINCT of an index is printed at the end, behind WITH, TABLESPACE and WHERE, where the
# grammar has it before them. Without any of these the end is the right place; with one, what RawStream and IndentedStream
# print of a valid CREATE UNIQUE INDEX is no SQL, for the parser of pglast itself as for the server. In a table's UNIQUE it
# is right.
#
# One would expect that printers made for the server's own tree have been held against its parser, for a word of version 15.
#
# Seen:
#     good: CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT
#     bad: CREATE UNIQUE INDEX i ON t (a) WITH (fillfactor = 70) NULLS NOT DISTINCT
#     bad: CREATE UNIQUE INDEX i ON t (a) WHERE b > 0 NULLS NOT DISTINCT
#     good: ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a) WITH (fillfactor = 70)
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pglast==8.8
seen=$("$tmp/venv/bin/python" - <<'PY'
from pglast import parse_sql
from pglast.parser import ParseError
from pglast.stream import RawStream
for statement in [
    "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT",
    "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT WITH (fillfactor = 70)",
    "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT WHERE b > 0",
    "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a) WITH (fillfactor = 70)",
]:
    text = RawStream()(statement)
    try:
        parse_sql(text)
        print("good:", text)
    except ParseError:
        print("bad:", text)
PY
)
echo "$seen"
[[ $seen == 'good: CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT
bad: CREATE UNIQUE INDEX i ON t (a) WITH (fillfactor = 70) NULLS NOT DISTINCT
bad: CREATE UNIQUE INDEX i ON t (a) WHERE b > 0 NULLS NOT DISTINCT
good: ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a) WITH (fillfactor = 70)' ]]
