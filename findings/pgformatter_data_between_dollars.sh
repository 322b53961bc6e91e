#!/usr/bin/env bash
# pgFormatter 5.5 (in npm's pg-formatter 2.0.8; psqlformat 1.21.0 brings the same): what stands between $$ and $$ is formatted
# as code wherever it stands. So the text that an INSERT or a default stores is another after formatting: words that look like
# SQL become capitals on lines of their own, `n/a` becomes ` n / a`, dates get spaces. A text with an apostrophe, the very
# reason to quote with dollars, loses its end: `$m$` becomes `$m $`. Nothing is said. Between single quotes the same text is
# kept.
#
# One would expect this in the body of a function or of DO, and nowhere else.
#
# Seen:
#     INSERT INTO mails VALUES ($$ Please SELECT a room FROM the LIST, 2020 - 01 - 01$$);
#     INSERT INTO mails VALUES ('Please select a room from the list, 2020-01-01');
#     CREATE TABLE t ( a text DEFAULT $$ n / a$$ );
#     INSERT INTO mails VALUES ($m$ It 's here$m $);
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --ignore-scripts --no-audit --no-fund pg-formatter@2.0.8 >&2
formatted() { perl node_modules/pg-formatter/src/pg-formatter/pg_format --no-rcfile - <<<"$1" | tr -s ' \n' ' ' | sed 's/ $//'; echo; }
seen=$(
    formatted 'INSERT INTO mails VALUES ($$Please select a room from the list, 2020-01-01$$);'
    formatted "INSERT INTO mails VALUES ('Please select a room from the list, 2020-01-01');"
    formatted 'CREATE TABLE t (a text DEFAULT $$n/a$$);'
    formatted 'INSERT INTO mails VALUES ($m$It'\''s here$m$);'
)
echo "$seen"
[[ $seen == 'INSERT INTO mails VALUES ($$ Please SELECT a room FROM the LIST, 2020 - 01 - 01$$);
INSERT INTO mails VALUES ('\''Please select a room from the list, 2020-01-01'\'');
CREATE TABLE t ( a text DEFAULT $$ n / a$$ );
INSERT INTO mails VALUES ($m$ It '\''s here$m $);' ]]
