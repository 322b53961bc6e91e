-- Backfills: rows that get new values batch by batch. What stands here decides where each goes on.
CREATE TABLE migrate.backfills (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job                 bigint      NOT NULL,
    version             bigint,
    operation           text,
    home                uuid        NOT NULL,
    table_oid           oid         NOT NULL,
    table_name          text        NOT NULL,
    column_numbers      integer[]   NOT NULL,
    set_list            text        NOT NULL,
    condition           text,
    fingerprint         text        NOT NULL,
    work                jsonb       NOT NULL,
    on_error            text        NOT NULL CHECK (on_error IN ('stop', 'skip')),
    status              text        NOT NULL DEFAULT 'running'
                                    CHECK (status IN ('running', 'paused', 'done', 'failed', 'cancelled')),
    pass                integer     NOT NULL DEFAULT 0,
    total_rows          bigint      NOT NULL DEFAULT 0,
    batches             bigint      NOT NULL DEFAULT 0,
    skipped             bigint      NOT NULL DEFAULT 0,
    sleep_ratio         float8      CHECK (sleep_ratio >= 0),
    max_rows_per_second float8      CHECK (max_rows_per_second > 0),
    wait_while          text,
    waiting_for         text,
    run_by              text        NOT NULL,
    rows_before         bigint      NOT NULL DEFAULT 0,
    blocks_before       bigint      NOT NULL DEFAULT 0,
    paced_at            timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    bytes_before        bigint      NOT NULL DEFAULT 0,
    bytes_after         bigint,
    started_at          timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    resumed_at          timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at         timestamptz,
    error               text
);

-- The next run looks for one that is unfinished, among many that are done.
CREATE INDEX backfills_unfinished ON migrate.backfills (table_oid) WHERE status <> 'done';
-- What is at work is looked for by its job.
CREATE INDEX backfills_job ON migrate.backfills (job);

-- Where a backfill is: the blocks of each table, in as many ranges as workers can share.
CREATE TABLE migrate.backfill_ranges (
    backfill     bigint      NOT NULL REFERENCES migrate.backfills ON DELETE CASCADE,
    number       integer     NOT NULL,
    table_oid    oid         NOT NULL,
    table_name   text        NOT NULL,
    file         oid         NOT NULL,
    first_block  bigint      NOT NULL,
    next_block   bigint      NOT NULL,
    end_block    bigint      NOT NULL,
    total_rows   bigint      NOT NULL DEFAULT 0,
    batches      bigint      NOT NULL DEFAULT 0,
    pid          integer,
    updated_at   timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    block_rate   float8,
    row_rate     float8,
    rated_at     timestamptz,
    last_key     text[],
    PRIMARY KEY (backfill, number),
    CHECK (first_block <= next_block AND next_block <= end_block)
)
-- A row is written with each batch: room for that on its own page.
WITH (fillfactor = 50);

-- Rows that failed and were left as they are.
CREATE TABLE migrate.backfill_skipped (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    backfill     bigint      NOT NULL REFERENCES migrate.backfills ON DELETE CASCADE,
    table_oid    bigint      NOT NULL,
    table_name   text        NOT NULL,
    row_ctid     text        NOT NULL,
    row_key      jsonb,
    sqlstate     text        NOT NULL,
    message      text        NOT NULL,
    seen_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

CREATE INDEX backfill_skipped_of ON migrate.backfill_skipped (backfill);

COMMENT ON TABLE migrate.backfills IS 'backfills: rows that get new values block by block; see migrate.backfill_status';
COMMENT ON COLUMN migrate.backfills.id IS 'number of the backfill';
COMMENT ON COLUMN migrate.backfills.job IS 'job that runs it, or ran it last';
COMMENT ON COLUMN migrate.backfills.version IS 'migration that it is a part of';
COMMENT ON COLUMN migrate.backfills.operation IS 'safe operation that it is a part of';
COMMENT ON COLUMN migrate.backfills.home IS 'database in which table_oid is the table; one that is restored from a dump is another, and begins anew';
COMMENT ON COLUMN migrate.backfills.table_oid IS 'table';
COMMENT ON COLUMN migrate.backfills.table_name IS 'its name when it began';
COMMENT ON COLUMN migrate.backfills.column_numbers IS 'columns that are set, by number: another column of the same name has another';
COMMENT ON COLUMN migrate.backfills.set_list IS 'what is set';
COMMENT ON COLUMN migrate.backfills.condition IS 'which rows; NULL for all';
COMMENT ON COLUMN migrate.backfills.fingerprint IS 'SHA-256 of what it does, as whom and with which search path: an unfinished one goes on only where that is the same';
COMMENT ON COLUMN migrate.backfills.work IS 'all of what it does, for workers that help';
COMMENT ON COLUMN migrate.backfills.on_error IS 'what is done about a row that fails: stop, or skip';
COMMENT ON COLUMN migrate.backfills.status IS 'running, paused, done, failed or cancelled';
COMMENT ON COLUMN migrate.backfills.pass IS '0: the pass over all blocks; above: looks again for rows that others moved meanwhile';
COMMENT ON COLUMN migrate.backfills.total_rows IS 'rows that were changed by passes before this one';
COMMENT ON COLUMN migrate.backfills.batches IS 'batches that were committed by passes before this one';
COMMENT ON COLUMN migrate.backfills.skipped IS 'rows that failed and were left as they are: migrate.backfill_skipped';
COMMENT ON COLUMN migrate.backfills.sleep_ratio IS 'time to rest after each batch, as a multiple of the time that it took: migrate.throttle';
COMMENT ON COLUMN migrate.backfills.max_rows_per_second IS 'most rows per second: migrate.throttle';
COMMENT ON COLUMN migrate.backfills.wait_while IS 'query: while it says true, no batch begins; migrate.throttle';
COMMENT ON COLUMN migrate.backfills.waiting_for IS 'why it does not go on right now';
COMMENT ON COLUMN migrate.backfills.run_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.backfills.rows_before IS 'rows that were changed before this run';
COMMENT ON COLUMN migrate.backfills.blocks_before IS 'blocks that were done before this run';
COMMENT ON COLUMN migrate.backfills.paced_at IS 'when its pace was set last, by migrate.throttle, pause or resume: what was measured before says nothing any more';
COMMENT ON COLUMN migrate.backfills.bytes_before IS 'size of the table, indexes and all, when it began';
COMMENT ON COLUMN migrate.backfills.bytes_after IS 'size of the table, indexes and all, when it ended';
COMMENT ON COLUMN migrate.backfills.started_at IS 'when it began';
COMMENT ON COLUMN migrate.backfills.resumed_at IS 'when this run of it began';
COMMENT ON COLUMN migrate.backfills.finished_at IS 'when it ended, well or not';
COMMENT ON COLUMN migrate.backfills.error IS 'why it failed';
COMMENT ON TABLE migrate.backfill_ranges IS 'cursors of backfills: the blocks of each table, written in the transaction of each batch';
COMMENT ON COLUMN migrate.backfill_ranges.backfill IS 'backfill';
COMMENT ON COLUMN migrate.backfill_ranges.number IS 'number of the range';
COMMENT ON COLUMN migrate.backfill_ranges.table_oid IS 'table, or partition';
COMMENT ON COLUMN migrate.backfill_ranges.table_name IS 'its name when the range was made';
COMMENT ON COLUMN migrate.backfill_ranges.file IS 'its relfilenode then: a table that was rewritten begins anew';
COMMENT ON COLUMN migrate.backfill_ranges.first_block IS 'first block of the range';
COMMENT ON COLUMN migrate.backfill_ranges.next_block IS 'first block that is not done yet';
COMMENT ON COLUMN migrate.backfill_ranges.end_block IS 'first block behind the range';
COMMENT ON COLUMN migrate.backfill_ranges.total_rows IS 'rows that were changed';
COMMENT ON COLUMN migrate.backfill_ranges.batches IS 'batches that were committed';
COMMENT ON COLUMN migrate.backfill_ranges.pid IS 'process that works on it';
COMMENT ON COLUMN migrate.backfill_ranges.updated_at IS 'when its last batch was committed';
COMMENT ON COLUMN migrate.backfill_ranges.block_rate IS 'blocks per second of late, by who works on it';
COMMENT ON COLUMN migrate.backfill_ranges.row_rate IS 'rows changed per second of late';
COMMENT ON COLUMN migrate.backfill_ranges.rated_at IS 'when that was measured';
COMMENT ON COLUMN migrate.backfill_ranges.last_key IS 'primary key of the last row that is done, where batches go by it: a table of Citus; a block is then a hundred rows';
COMMENT ON TABLE migrate.backfill_skipped IS 'rows that a backfill with on_error => ''skip'' left as they are';
COMMENT ON COLUMN migrate.backfill_skipped.id IS 'order of the rows';
COMMENT ON COLUMN migrate.backfill_skipped.backfill IS 'backfill';
COMMENT ON COLUMN migrate.backfill_skipped.table_oid IS 'table, or partition';
COMMENT ON COLUMN migrate.backfill_skipped.table_name IS 'its name';
COMMENT ON COLUMN migrate.backfill_skipped.row_ctid IS 'where the row was';
COMMENT ON COLUMN migrate.backfill_skipped.row_key IS 'its primary key; NULL where the table has none';
COMMENT ON COLUMN migrate.backfill_skipped.sqlstate IS 'SQLSTATE of the failure';
COMMENT ON COLUMN migrate.backfill_skipped.message IS 'the server''s message';
COMMENT ON COLUMN migrate.backfill_skipped.seen_at IS 'when';

SELECT pg_catalog.pg_extension_config_dump('migrate.backfills', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfills_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfill_ranges', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfill_skipped', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfill_skipped_id_seq', '');

-- Every backfill, with all that is known of it. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.
CREATE VIEW migrate.backfill_details AS
SELECT b.id AS backfill, b.job, b.table_name,
       concat('SET ', b.set_list, ' WHERE ' || b.condition) AS what,
       CASE WHEN b.status IN ('running', 'paused')
                 AND NOT EXISTS (SELECT FROM migrate.live_jobs l WHERE l.id = b.job AND l.alive) THEN 'lost'
            ELSE b.status
       END AS status,
       b.pass, coalesce(r.done, 0) AS blocks_done, coalesce(r.total, 0) AS blocks_total,
       b.total_rows + coalesce(r.done_rows, 0) AS rows, b.skipped, b.batches + coalesce(r.batches, 0) AS batches,
       -- Of late while it runs, and over all when it has ended.
       CASE WHEN b.status IN ('running', 'paused') THEN round(CASE WHEN b.waiting_for IS NULL OR b.waiting_for = 'migrate.throttle'
                                                                   THEN least(p.row_rate, b.max_rows_per_second * r.workers) ELSE 0 END)
            WHEN s.seconds > 0 THEN round((b.total_rows + coalesce(r.done_rows, 0) - b.rows_before) / s.seconds)
       END::bigint AS rows_per_second,
       -- None while it stands still.
       CASE WHEN b.status = 'running' AND (b.waiting_for IS NULL OR b.waiting_for = 'migrate.throttle') THEN
           (r.total - r.done) / nullif(p.block_rate, 0)
       END AS eta_seconds,
       b.waiting_for, v.dead_rows, pg_size_pretty(greatest(coalesce(b.bytes_after, v.bytes) - b.bytes_before, 0)) AS growth,
       CASE WHEN coalesce(v.dead_rows, 0) <= coalesce(v.most_dead, 0) THEN NULL
            WHEN v.is_off THEN format('autovacuum is off: VACUUM %s', b.table_name)
            WHEN v.is_at_work THEN 'a vacuum is at work'
            WHEN v.snapshot IS NOT NULL THEN
                concat('dead rows stay until it ends: transaction of pid ', v.snapshot, ' (migrate.transactions)')
            ELSE format('autovacuum is behind: VACUUM %s', b.table_name)
       END AS vacuum_hint,
       b.started_at, coalesce(r.updated_at, b.started_at) AS updated_at, b.finished_at, b.error
FROM migrate.backfills b
LEFT JOIN LATERAL (SELECT sum(r.next_block - r.first_block)::bigint AS done,
                          sum(r.end_block - r.first_block)::bigint AS total,
                          sum(r.total_rows)::bigint AS done_rows, sum(r.batches)::bigint AS batches, max(r.updated_at) AS updated_at,
                          count(*) FILTER (WHERE r.pid IS NOT NULL AND r.next_block < r.end_block) AS workers,
                          sum(r.block_rate) FILTER (WHERE w.counts) AS block_rate, sum(r.row_rate) FILTER (WHERE w.counts) AS row_rate
                   FROM migrate.backfill_ranges r
                   CROSS JOIN LATERAL (SELECT r.pid IS NOT NULL AND r.next_block < r.end_block AND r.rated_at >= b.paced_at AS counts) w
                   WHERE r.backfill = b.id) r ON true
LEFT JOIN LATERAL (
    SELECT sum(pg_stat_get_dead_tuples(c.oid))::bigint AS dead_rows,
           sum(CASE WHEN b.bytes_after IS NULL THEN pg_total_relation_size(c.oid) END)::bigint AS bytes,
           -- What autovacuum waits for, by the settings of the table or the server's.
           sum(coalesce(o.threshold, current_setting('autovacuum_vacuum_threshold')::float8)
               + coalesce(o.scale, current_setting('autovacuum_vacuum_scale_factor')::float8) * greatest(c.reltuples, 0)) AS most_dead,
           bool_or(NOT coalesce(o.is_on, true)) OR NOT current_setting('autovacuum')::boolean AS is_off,
           bool_or(EXISTS (SELECT FROM pg_stat_progress_vacuum p WHERE p.relid = c.oid)) AS is_at_work,
           (SELECT a.pid FROM pg_stat_activity a
            WHERE a.datid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              AND a.pid <> pg_backend_pid() AND a.backend_xmin IS NOT NULL
              AND a.xact_start < coalesce(max(r.updated_at), b.started_at)
            ORDER BY a.xact_start LIMIT 1) AS snapshot
    FROM (SELECT r.table_oid, max(r.updated_at) AS updated_at
          FROM migrate.backfill_ranges r WHERE r.backfill = b.id GROUP BY r.table_oid) r
    JOIN pg_class c ON c.oid = r.table_oid
    CROSS JOIN LATERAL (
        SELECT max(value) FILTER (WHERE key = 'autovacuum_vacuum_threshold')::float8 AS threshold,
               max(value) FILTER (WHERE key = 'autovacuum_vacuum_scale_factor')::float8 AS scale,
               bool_and(value::boolean) FILTER (WHERE key = 'autovacuum_enabled') AS is_on
        FROM (SELECT option_name AS key, option_value AS value FROM pg_options_to_table(c.reloptions)) options) o) v ON true
CROSS JOIN LATERAL (
    -- Just told to be slower, it will change as many rows as it may; blocks have as many rows as those before.
    SELECT coalesce(r.row_rate, b.max_rows_per_second * r.workers) AS row_rate,
           coalesce(r.block_rate, b.max_rows_per_second * r.workers * r.done / nullif(r.done_rows, 0)) AS block_rate) p
CROSS JOIN LATERAL (SELECT extract(epoch FROM coalesce(b.finished_at, clock_timestamp()) - b.resumed_at) AS seconds) s;

COMMENT ON VIEW migrate.backfill_details IS 'backfills with all that is known of each; migrate.backfill_status says it in fewer words';
COMMENT ON COLUMN migrate.backfill_details.backfill IS 'number of the backfill';
COMMENT ON COLUMN migrate.backfill_details.job IS 'job that runs it, or ran it last';
COMMENT ON COLUMN migrate.backfill_details.table_name IS 'table';
COMMENT ON COLUMN migrate.backfill_details.what IS 'what is set, and in which rows';
COMMENT ON COLUMN migrate.backfill_details.status IS 'running, paused, done, failed, cancelled, or lost (the worker is gone; call it again)';
COMMENT ON COLUMN migrate.backfill_details.pass IS '0: the pass over all blocks; above: looks again for rows that others moved meanwhile';
COMMENT ON COLUMN migrate.backfill_details.blocks_done IS 'blocks of this pass that are done';
COMMENT ON COLUMN migrate.backfill_details.blocks_total IS 'blocks of this pass';
COMMENT ON COLUMN migrate.backfill_details.rows IS 'rows that were changed';
COMMENT ON COLUMN migrate.backfill_details.skipped IS 'rows that failed and were left as they are';
COMMENT ON COLUMN migrate.backfill_details.batches IS 'batches that were committed';
COMMENT ON COLUMN migrate.backfill_details.rows_per_second IS 'rows changed per second of late; over all, when it has ended';
COMMENT ON COLUMN migrate.backfill_details.eta_seconds IS 'seconds that this pass will take still, at the pace of late; NULL while it stands still';
COMMENT ON COLUMN migrate.backfill_details.waiting_for IS 'why it does not go on right now';
COMMENT ON COLUMN migrate.backfill_details.dead_rows IS 'dead rows that the server counts in its table now';
COMMENT ON COLUMN migrate.backfill_details.growth IS 'by how much table and indexes have grown since it began, until it ended';
COMMENT ON COLUMN migrate.backfill_details.vacuum_hint IS 'what to do about the dead rows; NULL while there are no more than autovacuum lets be';
COMMENT ON COLUMN migrate.backfill_details.started_at IS 'when it began';
COMMENT ON COLUMN migrate.backfill_details.updated_at IS 'when the last batch was committed';
COMMENT ON COLUMN migrate.backfill_details.finished_at IS 'when it ended, well or not';
COMMENT ON COLUMN migrate.backfill_details.error IS 'why it failed';

-- The same for people: narrow, and of the same width from one look to the next. Whoever wants more of those that have ended asks
-- migrate.backfill_details.
CREATE VIEW migrate.backfill_status AS
SELECT d.job, d.table_name, d.status,
       concat(repeat(b.done, f.eighths), repeat(b.rest, 8 - f.eighths), lpad(f.percent::text, 4), ' %') AS progress,
       d.rows,
       lpad(coalesce(d.rows_per_second || '/s', ''), 9) AS rate,
       CASE WHEN d.eta_seconds IS NULL THEN '     '
            WHEN d.eta_seconds < 3600 THEN to_char(make_interval(secs => d.eta_seconds), 'MI:SS')
            WHEN d.eta_seconds < 86400 THEN to_char(make_interval(secs => d.eta_seconds), 'HH24"h"MI')
            WHEN d.eta_seconds < 8640000 THEN
                concat(lpad(floor(d.eta_seconds / 86400)::text, 2), 'd', lpad(floor(mod(d.eta_seconds::numeric, 86400) / 3600)::text, 2, '0'))
            ELSE '>99 d'
       END AS eta,
       btrim(regexp_replace(left(concat_ws('; ', d.waiting_for, nullif(d.skipped, 0) || ' rows skipped: migrate.backfill_skipped', d.vacuum_hint, d.error),
                                 200), '(.{1,34})(?: +|$)|([^ ]{34})', E'\\1\\2\n', 'g'), E'\n') AS message
FROM (SELECT b.id FROM migrate.backfills b WHERE b.status IN ('running', 'paused')
      UNION ALL
      (SELECT b.id FROM migrate.backfills b WHERE b.status NOT IN ('running', 'paused') ORDER BY b.id DESC LIMIT 100)) i
-- One by one: there may be very many.
CROSS JOIN LATERAL (SELECT d.* FROM migrate.backfill_details d WHERE d.backfill = i.id OFFSET 0) d
CROSS JOIN LATERAL (SELECT CASE WHEN d.status = 'done' OR d.blocks_total = 0 THEN 1 ELSE d.blocks_done::float8 / d.blocks_total END AS share) s
CROSS JOIN LATERAL (SELECT floor(s.share * 8)::integer AS eighths,
                           CASE d.status WHEN 'done' THEN 100 ELSE least(floor(s.share * 100), 99) END AS percent) f
CROSS JOIN migrate.bar_characters b
ORDER BY d.backfill DESC;

COMMENT ON VIEW migrate.backfill_status IS 'backfills of late, the newest first: those at work and the last hundred that have ended; how far each is, how fast, and what it waits for';
COMMENT ON COLUMN migrate.backfill_status.job IS 'job that runs it, or ran it last';
COMMENT ON COLUMN migrate.backfill_status.table_name IS 'table';
COMMENT ON COLUMN migrate.backfill_status.status IS 'running, paused, done, failed, cancelled, or lost (the worker is gone; call it again)';
COMMENT ON COLUMN migrate.backfill_status.progress IS 'share of the table''s blocks that is done';
COMMENT ON COLUMN migrate.backfill_status.rows IS 'rows that were changed';
COMMENT ON COLUMN migrate.backfill_status.rate IS 'rows changed per second of late';
COMMENT ON COLUMN migrate.backfill_status.eta IS 'time that it will take still, at the pace of late: MM:SS, then HHhMM, DDdHH; blank while that is not known, and while it waits';
COMMENT ON COLUMN migrate.backfill_status.message IS 'why it does not go on right now, and what else there is to know';
