#!/usr/bin/env bash
# sqlfluff 4.5.0 (PyPI), dialect postgres: of ALTER SUBSCRIPTION all forms are read but OWNER TO, which ends in a RuntimeError of
# the library, and not in a report about the file: its grammar names a keyword CURRENT_SESSION, which neither it nor the
# server knows. ALTER PUBLICATION … OWNER TO is read.
#
# Seen:
#     ALTER SUBSCRIPTION s ENABLE: 0 parsing errors
#     ALTER PUBLICATION p OWNER TO r: 0 parsing errors
#     ALTER SUBSCRIPTION s OWNER TO r: RuntimeError, CURRENT_SESSION
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlfluff==4.5.0
seen=$("$tmp/venv/bin/python" - <<'PY'
import sqlfluff
for sql in ("ALTER SUBSCRIPTION s ENABLE", "ALTER PUBLICATION p OWNER TO r", "ALTER SUBSCRIPTION s OWNER TO r"):
    try:
        errors = [found for found in sqlfluff.lint(sql + ";\n", dialect="postgres") if found["code"] == "PRS"]
        print(f"{sql}: {len(errors)} parsing errors")
    except RuntimeError as error:
        print(f"{sql}: RuntimeError, {'CURRENT_SESSION' if 'CURRENT_SESSION' in str(error) else error}")
PY
)
echo "$seen"
[[ $seen == "ALTER SUBSCRIPTION s ENABLE: 0 parsing errors
ALTER PUBLICATION p OWNER TO r: 0 parsing errors
ALTER SUBSCRIPTION s OWNER TO r: RuntimeError, CURRENT_SESSION" ]]
