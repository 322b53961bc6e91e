#!/usr/bin/env bash
# pgvector 0.6.2 on PostgreSQL 16.2 (PyPI: pgserver 0.1.4 has both). Question: a column vector(3) has an hnsw or ivfflat
# index, and a migration lifts the limit, ALTER COLUMN … TYPE vector, as for a model with more dimensions. CREATE INDEX on
# a column of that type is refused: "column does not have dimensions". What does the ALTER do? Natural bet: it fails with
# the same words, since it makes the column's indexes again.
#
# It is done, in no time. The server finds that no row and no index has to be written, takes the index over as it stands,
# and nobody asks pgvector. From then on the index works in queries, and refuses rows of other dimensions, for which the
# limit was lifted. Whatever writes the table or the index fails: REINDEX, VACUUM FULL, and the restore of a dump, whose
# CREATE INDEX does not run. The index is to be dropped in the migration, or made over (e::vector(3)) with a WHERE.
#
# Seen:
#     ALTER TABLE t ALTER COLUMN e TYPE vector: done
#     the file of the index: the same
#     the index: used
#     INSERT INTO t VALUES (3, '[1,2,4]'): done
#     INSERT INTO t VALUES (4, '[1,2,3,4]'): ERROR: different vector dimensions 4 and 3
#     REINDEX INDEX h: ERROR: column does not have dimensions
#     VACUUM FULL t: ERROR: column does not have dimensions
#     CREATE INDEX n ON t USING hnsw (e vector_l2_ops): ERROR: column does not have dimensions
#     restored: ERROR: column does not have dimensions, indexes 0
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
bin=$tmp/tree/pgserver/pginstall/bin
trap 'as_user "$bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 --dest "$tmp" pgserver==0.1.4
mkdir "$tmp/run"
unzip -q "$tmp"/*.whl -d "$tmp/tree"
chmod -R a+rX "$tmp/tree"
chmod a+x "$bin"/*
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
for name in written restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 written 2>/dev/null <<'SQL'
CREATE EXTENSION vector;
CREATE TABLE t (id int, e vector(3));
INSERT INTO t VALUES (1, '[1,2,3]'), (2, '[3,2,1]');
CREATE INDEX h ON t USING hnsw (e vector_l2_ops);
SQL
seen=$(
    attempt() {
        local said
        said=$(psql -c "$1" written 2>&1 | sed -n 's/^ERROR: */ERROR: /p')
        echo "$1: ${said:-done}"
    }
    file() { psql -c "SELECT pg_relation_filenode('h')" written; }
    before=$(file)
    attempt 'ALTER TABLE t ALTER COLUMN e TYPE vector'
    if [[ $(file) == "$before" ]]; then echo 'the file of the index: the same'; fi
    plan=$(psql -c 'SET enable_seqscan = off' -c "EXPLAIN (COSTS off) SELECT id FROM t ORDER BY e <-> '[1,2,3]' LIMIT 1" written)
    if [[ $plan == *'Index Scan using h'* ]]; then echo 'the index: used'; fi
    attempt "INSERT INTO t VALUES (3, '[1,2,4]')"
    attempt "INSERT INTO t VALUES (4, '[1,2,3,4]')"
    attempt 'REINDEX INDEX h'
    attempt 'VACUUM FULL t'
    attempt 'CREATE INDEX n ON t USING hnsw (e vector_l2_ops)'
    said=$("$bin/pg_dump" -h "$tmp/run" -U postgres written | psql restored 2>&1 | sed -n 's/^ERROR: */ERROR: /p')
    echo "restored: $said, indexes $(psql -c "SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass" restored)"
)
echo "$seen"
[[ $seen == 'ALTER TABLE t ALTER COLUMN e TYPE vector: done
the file of the index: the same
the index: used
INSERT INTO t VALUES (3, '\''[1,2,4]'\''): done
INSERT INTO t VALUES (4, '\''[1,2,3,4]'\''): ERROR: different vector dimensions 4 and 3
REINDEX INDEX h: ERROR: column does not have dimensions
VACUUM FULL t: ERROR: column does not have dimensions
CREATE INDEX n ON t USING hnsw (e vector_l2_ops): ERROR: column does not have dimensions
restored: ERROR: column does not have dimensions, indexes 0' ]]
