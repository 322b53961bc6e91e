#!/usr/bin/env bash
# sqloxide 0.61.1 (PyPI; sqlparser-rs in it), dialect postgres: of GRANT … ON FUNCTION f, g the tree has the first function
# alone; the others are read and dropped, in REVOKE and for procedures as well. What is printed of the tree runs, and grants
# less than was written. Of tables, sequences and schemas the whole list is kept. With argument types, f(int), g(int), it is a
# parsing error.
#
# One would expect an error in both cases, as the parser has for most of what its tree cannot hold.
#
# Seen:
#     GRANT EXECUTE ON FUNCTION f TO r
#     REVOKE EXECUTE ON FUNCTION f FROM PUBLIC
#     GRANT EXECUTE ON PROCEDURE f TO r
#     GRANT USAGE ON SEQUENCE f, g TO r
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqloxide==0.61.1
seen=$("$tmp/venv/bin/python" - <<'PY'
import sqloxide
for sql in ("GRANT EXECUTE ON FUNCTION f, g TO r", "REVOKE EXECUTE ON FUNCTION f, g FROM PUBLIC",
            "GRANT EXECUTE ON PROCEDURE f, g TO r", "GRANT USAGE ON SEQUENCE f, g TO r"):
    print(sqloxide.restore_ast(sqloxide.parse_sql(sql, dialect="postgres"))[0].strip())
PY
)
echo "$seen"
[[ $seen == 'GRANT EXECUTE ON FUNCTION f TO r
REVOKE EXECUTE ON FUNCTION f FROM PUBLIC
GRANT EXECUTE ON PROCEDURE f TO r
GRANT USAGE ON SEQUENCE f, g TO r' ]]
