#!/usr/bin/env bash
# How long the phases of an index build last, as shares of the whole: what migrate.work's bar and time left go by
# (sql/job_facts.sql). From looks 30 ms apart, from another database, whose snapshot nobody waits for.
# ROWS=… (1,000,000).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rows=${ROWS:-1000000}
database=bench_phases
fresh_database "$database"
ask() { "$PG_BINDIR/psql" -XAtq -v ON_ERROR_STOP=1 "$@"; }
ask -d "$database" -c "CREATE TABLE t (id bigint, r int, slug text, body tsvector, p point)" \
    -c "INSERT INTO t SELECT i, (random() * 1e9)::int, md5(i::text) || i,
            to_tsvector('simple', md5(i::text) || ' ' || md5((i / 3)::text) || ' w' || (i % 1000)), point(random(), random())
        FROM generate_series(1, $rows) i" -c 'VACUUM ANALYZE t' -c CHECKPOINT
ask -d postgres -c 'DROP TABLE IF EXISTS phases' -c 'CREATE TABLE phases (build text, at timestamptz, phase text)'

build() { # NAME WHAT maintenance_work_mem
    ask -d "$database" -c "SET maintenance_work_mem = '$3'" -c 'SET max_parallel_maintenance_workers = 0' -c "CREATE INDEX CONCURRENTLY ON t $2" &
    ask -d postgres <<SQL
DO \$\$ DECLARE now_in text; seen bool := false; BEGIN
LOOP
    PERFORM pg_stat_clear_snapshot();
    SELECT phase INTO now_in FROM pg_stat_progress_create_index LIMIT 1;
    EXIT WHEN now_in IS NULL AND seen;
    seen := seen OR now_in IS NOT NULL;
    INSERT INTO phases VALUES ('$1', clock_timestamp(), now_in);
    PERFORM pg_sleep(0.03);
END LOOP;
INSERT INTO phases VALUES ('$1', clock_timestamp(), NULL); END \$\$;
SQL
    wait
}
build 'btree, bigint in order' '(id)' 64MB
build 'btree, int at random' '(r)' 64MB
build 'btree, int at random, in memory' '(r)' 1GB
build 'btree, text' '(slug)' 64MB
build 'btree, text, in memory' '(slug)' 1GB
build 'hash, int' 'USING hash (r)' 64MB
build 'gist, point' 'USING gist (p)' 64MB
build 'gin, tsvector' 'USING gin (body)' 64MB
build 'brin, bigint' 'USING brin (id)' 64MB
echo "$rows rows, shares of the build in %"
printf '| index | seconds | scanning table | sorting | loading | validation: index | sorting | table |\n|---|---|---|---|---|---|---|---|\n'
ask -d postgres <<'SQL'
WITH looks AS (SELECT *, extract(epoch FROM lead(at) OVER (PARTITION BY build ORDER BY at) - at) AS seconds FROM phases),
shares AS (SELECT build, min(at) AS at, sum(seconds) AS seconds,
                  sum(seconds) FILTER (WHERE phase IN ('building index: scanning table', 'building index')) AS scan,
                  sum(seconds) FILTER (WHERE phase LIKE 'building index: sorting%') AS sort,
                  sum(seconds) FILTER (WHERE phase LIKE 'building index: loading%') AS load,
                  sum(seconds) FILTER (WHERE phase = 'index validation: scanning index') AS index_scan,
                  sum(seconds) FILTER (WHERE phase = 'index validation: sorting tuples') AS tid_sort,
                  sum(seconds) FILTER (WHERE phase = 'index validation: scanning table') AS table_scan
           FROM looks WHERE phase IS NOT NULL AND phase NOT LIKE 'waiting%' AND phase <> 'initializing' GROUP BY build)
SELECT format('| %s | %s | %s |', build, round(seconds, 1),
              concat_ws(' | ', round(100 * coalesce(scan, 0) / seconds), round(100 * coalesce(sort, 0) / seconds), round(100 * coalesce(load, 0) / seconds),
                        round(100 * coalesce(index_scan, 0) / seconds), round(100 * coalesce(tid_sort, 0) / seconds), round(100 * coalesce(table_scan, 0) / seconds)))
FROM shares ORDER BY at;
SQL
