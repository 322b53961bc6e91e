#!/usr/bin/env bash
# @electric-sql/pglite 0.5.16 (npm), PostgreSQL 18.6 in WebAssembly, with its live extension. Question: a page watches
# SELECT * FROM t by live.query(), and the application migrates its database in the same process. What do the
# migration's ALTER TABLE and the live query do? Natural bet: the migration runs as it does without, and the query,
# which is run anew for each change, shows the new columns, or tells its error.
#
# The live query is a view underneath, of the columns of its first run. So an added column never shows in it, a renamed
# one keeps its old name, and DROP COLUMN, ALTER TYPE and DROP TABLE are refused as long as somebody watches: the same
# migration works on one page and fails on another. Stopped and started around the migration, all is well.
#
# Seen:
#     not watched: ADD COLUMN done, RENAME COLUMN done, ALTER TYPE done, DROP COLUMN done, DROP TABLE done
#     watched: ADD COLUMN done, RENAME COLUMN done, ALTER TYPE cannot alter type of a column used by a view or rule, DROP COLUMN cannot drop column b of table t because other objects depend on it, DROP TABLE cannot drop table t because other objects depend on it
#     the live query shows: id a b; a new one: id aa b added
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16 >&2
cat >attempt.mjs <<'JS'
import { PGlite } from '@electric-sql/pglite'
import { live } from '@electric-sql/pglite/live'

const migration = {
  'ADD COLUMN': 'ALTER TABLE t ADD added int DEFAULT 7',
  'RENAME COLUMN': 'ALTER TABLE t RENAME a TO aa',
  'ALTER TYPE': 'ALTER TABLE t ALTER b TYPE varchar(20)',
  'DROP COLUMN': 'ALTER TABLE t DROP b',
  'DROP TABLE': 'DROP TABLE t',
}
for (const watched of [false, true]) {
  const db = await PGlite.create({ extensions: { live } })
  await db.exec("CREATE TABLE t (id int PRIMARY KEY, a text, b text); INSERT INTO t VALUES (1, 'a', 'b')")
  let fields
  const query = watched && (await db.live.query('SELECT * FROM t', [], (results) => (fields = results.fields)))
  const said = []
  for (const [name, statement] of Object.entries(migration)) {
    said.push(`${name} ${await db.exec(statement).then(() => 'done', (error) => error.message)}`)
  }
  console.log(`${watched ? 'watched' : 'not watched'}: ${said.join(', ')}`)
  if (watched) {
    const names = (list) => list.map((field) => field.name).join(' ')
    await db.exec('UPDATE t SET id = 2')
    await query.refresh()
    const another = await db.live.query('SELECT * FROM t')
    console.log(`the live query shows: ${names(fields)}; a new one: ${names(another.initialResults.fields)}`)
  }
}
process.exit(0)
JS
seen=$(timeout 100 node attempt.mjs)
echo "$seen"
[[ $seen == 'not watched: ADD COLUMN done, RENAME COLUMN done, ALTER TYPE done, DROP COLUMN done, DROP TABLE done
watched: ADD COLUMN done, RENAME COLUMN done, ALTER TYPE cannot alter type of a column used by a view or rule, DROP COLUMN cannot drop column b of table t because other objects depend on it, DROP TABLE cannot drop table t because other objects depend on it
the live query shows: id a b; a new one: id aa b added' ]]
