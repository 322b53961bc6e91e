-- sqitch v1.3.1, as it made them
CREATE SCHEMA sqitch;
CREATE TABLE sqitch.changes (
    change_id text NOT NULL,
    script_hash text,
    change text NOT NULL,
    project text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    committed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    committer_name text NOT NULL,
    committer_email text NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    planner_name text NOT NULL,
    planner_email text NOT NULL
);
INSERT INTO sqitch.changes VALUES ('3fc66cceceaa2ab25eceec141c055cfb304879b2', '24943e61783cf7060f01b43304c02e67c84e2766', 'users', 'shop', 'add users', '2026-11-29 10:58:26.88401+00', 'Ann', 'ann@example.org', '2026-11-29 10:58:23+00', 'Ann', 'ann@example.org');
INSERT INTO sqitch.changes VALUES ('48b38a1ae61a89c3e5a32ba4b7f0d72fff2f2e81', '9346a14c783b1b49004658dd920a66c34a509fda', 'orders', 'shop', 'add orders', '2026-11-29 10:58:27.009815+00', 'Ann', 'ann@example.org', '2026-11-29 10:58:24+00', 'Ann', 'ann@example.org');
