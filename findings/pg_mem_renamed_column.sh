#!/usr/bin/env bash
# pg-mem 3.0.14 (npm), a PostgreSQL in memory for tests. Question: a migration renames a column that has a constraint,
# and the tests run against pg-mem. What becomes of the constraint? Natural bet: it follows the column, as on a server;
# pg-mem raises an error for what it does not know, unless told otherwise, and says nothing against RENAME COLUMN.
#
# None of them follows but NOT NULL. UNIQUE and CHECK let everything through from then on, so a test that the
# application refuses a second account of one address fails, or the one that should find a bug passes. A renamed
# primary key refuses each row instead, as it misses its old column.
#
# Seen:
#     UNIQUE: before ok, refused; after the rename ok, ok
#     unique index: before ok, refused; after the rename ok, ok
#     CHECK: before ok, refused; after the rename ok, ok
#     NOT NULL: before ok, refused; after the rename ok, refused
#     PRIMARY KEY: before ok, refused; after the rename refused, refused
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund pg-mem@3.0.14 >&2
cat >attempt.mjs <<'JS'
import { newDb } from 'pg-mem'

// A table, and two values of its column: the first is good, the second is not, after it.
const cases = {
  UNIQUE: ['CREATE TABLE t (a int UNIQUE, b int)', '1', '1'],
  'unique index': ['CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX ON t (a)', '1', '1'],
  CHECK: ['CREATE TABLE t (a int CHECK (a > 0), b int)', '1', '-1'],
  'NOT NULL': ['CREATE TABLE t (a int NOT NULL, b int)', '1', 'NULL'],
  'PRIMARY KEY': ['CREATE TABLE t (a int PRIMARY KEY, b int)', '1', '1'],
}
for (const [name, [create, good, bad]] of Object.entries(cases)) {
  const attempt = (rename) => {
    const db = newDb().public
    db.none(create)
    if (rename) db.none('ALTER TABLE t RENAME COLUMN a TO renamed')
    return [good, bad].map((value) => {
      try {
        db.none(`INSERT INTO t (${rename ? 'renamed' : 'a'}, b) VALUES (${value}, 5)`)
        return 'ok'
      } catch {
        return 'refused'
      }
    })
  }
  console.log(`${name}: before ${attempt(false).join(', ')}; after the rename ${attempt(true).join(', ')}`)
}
JS
seen=$(node attempt.mjs)
echo "$seen"
[[ $seen == 'UNIQUE: before ok, refused; after the rename ok, ok
unique index: before ok, refused; after the rename ok, ok
CHECK: before ok, refused; after the rename ok, ok
NOT NULL: before ok, refused; after the rename ok, refused
PRIMARY KEY: before ok, refused; after the rename refused, refused' ]]
