#!/usr/bin/env bash
# pgsql-minify 1.0.7 (npm): an operator that stands right before a minus is lost together with it where both make no operator
# of PostgreSQL's: `price *-qty` becomes `price qty`, a column with a name, and that runs. In `qty <-1`, `*-1` and `=-1` it is
# the same; there the server refuses most of what is left. To the server these are two operators: one of several characters
# ends in a minus only where it has one of ~ ! @ # % ^ & | ` ? in it. With a space between, all is kept.
#
# One would expect that a lexer which meets what it does not know keeps it or stops.
#
# Seen:
#     select price qty from items
#     select price * - qty from items
#     select a from t where qty 1
#     select a ||- 1 from t
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund pgsql-minify@1.0.7 >&2
cat >run.cjs <<'JS'
const { minify } = require('pgsql-minify');
for (const sql of ['SELECT price *-qty FROM items', 'SELECT price * -qty FROM items', 'SELECT a FROM t WHERE qty <-1', 'SELECT a ||-1 FROM t']) console.log(minify(sql));
JS
seen=$(node run.cjs)
echo "$seen"
[[ $seen == 'select price qty from items
select price * - qty from items
select a from t where qty 1
select a ||- 1 from t' ]]
