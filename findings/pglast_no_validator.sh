#!/usr/bin/env bash
# pglast 8.8 (PyPI): the printers of statements are made over the server's own parse tree, and yet CREATE FOREIGN DATA
# WRAPPER … NO VALIDATOR is printed as `VALIDATOR None`: Python's None as a function's name. The server takes that text, and
# looks for a function `none`. In ALTER FOREIGN DATA WRAPPER the same words are printed right.
#
# Seen:
#     CREATE FOREIGN DATA WRAPPER w VALIDATOR None
#     ALTER FOREIGN DATA WRAPPER w NO VALIDATOR
#     parsed again, the function is ['none']
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pglast==8.8
seen=$("$tmp/venv/bin/python" - <<'PY'
from pglast import parse_sql
from pglast.stream import RawStream
printed = RawStream()("CREATE FOREIGN DATA WRAPPER w NO VALIDATOR")
print(printed)
print(RawStream()("ALTER FOREIGN DATA WRAPPER w NO VALIDATOR"))
print("parsed again, the function is", [part.sval for part in parse_sql(printed)[0].stmt.func_options[0].arg])
PY
)
echo "$seen"
[[ $seen == "CREATE FOREIGN DATA WRAPPER w VALIDATOR None
ALTER FOREIGN DATA WRAPPER w NO VALIDATOR
parsed again, the function is ['none']" ]]
