#!/usr/bin/env bash
# sqlparse 0.6.1 (PyPI): `#`, PostgreSQL's XOR of integers and bit strings, begins a comment for it, to the end of the line.
# With strip_comments=True (`sqlformat --strip-comments`) `UPDATE t SET flags = flags # 4` becomes `UPDATE t SET flags =
# flags`, which runs and changes nothing; a CHECK of two lines loses a part of its condition. #>, #>> and #- of jsonb are
# kept. Without the option the text stays, as a comment in the tree.
#
# One would expect that a library which knows #>> and $$ reads # as an operator, or at least leaves what it can't tell.
#
# Seen:
#     UPDATE t SET flags = flags
#     ALTER TABLE t ADD CHECK (a > b AND c > 0)
#     UPDATE t SET j = j #- '{a}'
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlparse==0.6.1
seen=$("$tmp/venv/bin/python" - <<'PY'
import sqlparse
for sql in ("UPDATE t SET flags = flags # 4", "ALTER TABLE t ADD CHECK (a > b # 1\n    AND c > 0)", "UPDATE t SET j = j #- '{a}'"):
    print(" ".join(sqlparse.format(sql, strip_comments=True).split()))
PY
)
echo "$seen"
[[ $seen == "UPDATE t SET flags = flags
ALTER TABLE t ADD CHECK (a > b AND c > 0)
UPDATE t SET j = j #- '{a}'" ]]
