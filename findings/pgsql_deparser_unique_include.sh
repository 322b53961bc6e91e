#!/usr/bin/env bash
# pgsql-parser 18.2.8 with pgsql-deparser 18.3.8 (npm): what the deparser prints of a UNIQUE constraint in ALTER TABLE lacks
# INCLUDE and the storage parameters, beside the index's tablespace. The columns of the key and NULLS NOT DISTINCT are there.
# It is no error: the tree has it all, and the text runs, and makes another index. CREATE UNIQUE INDEX keeps its INCLUDE.
#
# Seen:
#     ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a)
#     CREATE UNIQUE INDEX u ON t (a) INCLUDE (b)
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund pgsql-parser@18.2.8 pgsql-deparser@18.3.8 >&2
cat >run.mjs <<'JS'
import { parse } from 'pgsql-parser';
import { deparse } from 'pgsql-deparser';
for (const sql of [
    'ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) WITH (fillfactor = 70) USING INDEX TABLESPACE fast',
    'CREATE UNIQUE INDEX u ON t (a) INCLUDE (b)',
]) console.log((await deparse(await parse(sql))).replace(/\s+/g, ' ').trim());
JS
seen=$(node run.mjs)
echo "$seen"
[[ $seen == 'ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a)
CREATE UNIQUE INDEX u ON t (a) INCLUDE (b)' ]]
