#!/usr/bin/env bash
# pgsql-parser 18.2.8 with pgsql-deparser 18.3.8 (npm): three words of a SELECT are in the tree and not in what the deparser
# prints of it. FETCH FIRST … WITH TIES becomes LIMIT, GROUP BY DISTINCT becomes GROUP BY, and SELECT … INTO TEMP makes a
# table that stays. Nothing is said, and all of it runs: a backfill takes fewer rows, or has some twice, and a scratch table is
# left in the schema. CREATE TEMP TABLE … AS keeps its TEMP.
#
# One would expect that a deparser over the server's own parse tree prints each field of it, or stops.
#
# Seen:
#     SELECT a FROM t ORDER BY a LIMIT 3
#     SELECT a FROM t GROUP BY ROLLUP (a, b), ROLLUP (a, c)
#     SELECT a INTO x FROM t
#     CREATE TEMPORARY TABLE x AS SELECT a FROM t
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund pgsql-parser@18.2.8 pgsql-deparser@18.3.8 >&2
cat >run.mjs <<'JS'
import { parse } from 'pgsql-parser';
import { deparse } from 'pgsql-deparser';
for (const sql of [
    'SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES',
    'SELECT a FROM t GROUP BY DISTINCT ROLLUP (a, b), ROLLUP (a, c)',
    'SELECT a INTO TEMP x FROM t',
    'CREATE TEMP TABLE x AS SELECT a FROM t',
]) console.log((await deparse(await parse(sql))).replace(/\s+/g, ' ').trim());
JS
seen=$(node run.mjs)
echo "$seen"
[[ $seen == 'SELECT a FROM t ORDER BY a LIMIT 3
SELECT a FROM t GROUP BY ROLLUP (a, b), ROLLUP (a, c)
SELECT a INTO x FROM t
CREATE TEMPORARY TABLE x AS SELECT a FROM t' ]]
