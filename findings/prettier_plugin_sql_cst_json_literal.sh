#!/usr/bin/env bash
# prettier-plugin-sql-cst 0.22.1 with prettier 3.10.1 (npm), parser postgresql: the text of a literal that is written JSON '…'
# or JSONB '…' is formatted, too. A json column keeps its text byte for byte, so an INSERT or a default stores another value
# after formatting; in jsonb, which drops spaces itself, 1.50 would have been shown as 1.50 and is 1.5 now. '…'::json is left
# alone.
#
# One would expect that a formatter of SQL never touches what is between quotes.
#
# Seen:
#     INSERT INTO t VALUES (JSON '{ "price": 1.5, "sizes": [1, 2] }');
#     CREATE TABLE t (a jsonb DEFAULT JSONB '{ "price": 1.5 }');
#     INSERT INTO t VALUES ('{"price":1.50,"sizes":[1,2]}'::JSON);
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund prettier@3.10.1 prettier-plugin-sql-cst@0.22.1 sql-parser-cst@0.42.1 >&2
cat >run.mjs <<'JS'
import prettier from 'prettier';
import * as plugin from 'prettier-plugin-sql-cst';
for (const sql of [
    `INSERT INTO t VALUES (JSON '{"price":1.50,"sizes":[1,2]}');`,
    `CREATE TABLE t (a jsonb DEFAULT JSONB '{"price":1.50}');`,
    `INSERT INTO t VALUES ('{"price":1.50,"sizes":[1,2]}'::json);`,
]) console.log((await prettier.format(sql, { parser: 'postgresql', plugins: [plugin.default ?? plugin] })).trim());
JS
seen=$(node run.mjs)
echo "$seen"
[[ $seen == 'INSERT INTO t VALUES (JSON '\''{ "price": 1.5, "sizes": [1, 2] }'\'');
CREATE TABLE t (a jsonb DEFAULT JSONB '\''{ "price": 1.5 }'\'');
INSERT INTO t VALUES ('\''{"price":1.50,"sizes":[1,2]}'\''::JSON);' ]]
