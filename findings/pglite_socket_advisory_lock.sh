#!/usr/bin/env bash
# @electric-sql/pglite-socket 0.2.17 with @electric-sql/pglite 0.5.14 (npm), a PostgreSQL 18 in WebAssembly behind a
# port, as local servers for development use it, with maxConnections 10. Question: two migration tools connect at once,
# and each takes an advisory lock first, so that only one of them migrates. Does the second one wait? Natural bet: yes,
# or it is not let in before the first one is gone: the connections are served one after another, and a transaction of
# one is not disturbed by the other.
#
# No: all connections are one session. The lock is given to both, as to one who takes it twice; it is held on after its
# owner is gone, and the other one's SET, temporary tables and prepared statements are one's own. Only transactions are
# kept apart. What a tool does between two transactions, such as to read what is applied, is not protected.
#
# Seen:
#     first takes the lock: true; second takes it: true
#     first sets lock_timeout to 5s; second has 5s
#     first makes a temporary table; second reads it: done
#     first prepares q; second prepares q: prepared statement "q" already exists
#     first is gone; advisory locks held: 1
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.16.3 >&2
cat >attempt.mjs <<'JS'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import pg from 'pg'

const server = new PGLiteSocketServer({ db: await PGlite.create(), path: `${process.cwd()}/.s.PGSQL.5432`, maxConnections: 10 })
await server.start()
const connect = async () => {
  const client = new pg.Client({ host: process.cwd(), user: 'postgres', database: 'postgres' })
  await client.connect()
  return async (query) => {
    if (query === undefined) return client.end()
    const { rows } = await client.query(query)
    return rows.length ? Object.values(rows[0])[0] : 'done'
  }
}
const first = await connect()
const second = await connect()
const lock = 'SELECT pg_try_advisory_lock(1)'
console.log(`first takes the lock: ${await first(lock)}; second takes it: ${await second(lock)}`)
await second('SELECT pg_advisory_unlock(1)')
await first("SET lock_timeout = '5s'")
console.log(`first sets lock_timeout to 5s; second has ${await second('SHOW lock_timeout')}`)
await first('CREATE TEMPORARY TABLE t (a int)')
console.log(`first makes a temporary table; second reads it: ${await second('SELECT * FROM t')}`)
await first({ name: 'q', text: 'SELECT 1' })
const said = await second({ name: 'q', text: 'SELECT 2' }).catch((error) => error.message)
console.log(`first prepares q; second prepares q: ${said}`)
await first()
console.log(`first is gone; advisory locks held: ${await second("SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory'")}`)
process.exit(0)
JS
seen=$(timeout 60 node attempt.mjs)
echo "$seen"
[[ $seen == 'first takes the lock: true; second takes it: true
first sets lock_timeout to 5s; second has 5s
first makes a temporary table; second reads it: done
first prepares q; second prepares q: prepared statement "q" already exists
first is gone; advisory locks held: 1' ]]
