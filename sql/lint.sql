-- What the linter found in a migration's scripts when they were registered: for status(), which judges nothing itself.
CREATE TABLE migrate.lint_findings (
    version     bigint      PRIMARY KEY,
    fingerprint text        NOT NULL,
    errors      integer     NOT NULL,
    warnings    integer     NOT NULL,
    up          jsonb       NOT NULL,
    down        jsonb       NOT NULL,
    found_at    timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

COMMENT ON TABLE migrate.lint_findings IS 'what migrate.lint() found in a migration when it was registered; it is judged anew when the migration is applied';
COMMENT ON COLUMN migrate.lint_findings.version IS 'migration';
COMMENT ON COLUMN migrate.lint_findings.fingerprint IS 'fingerprint of the scripts that were looked at';
COMMENT ON COLUMN migrate.lint_findings.errors IS 'number of findings in the up script that refuse it where migrate.lint_on_apply is error';
COMMENT ON COLUMN migrate.lint_findings.warnings IS 'number of the others, but for those that are good to know';
COMMENT ON COLUMN migrate.lint_findings.up IS 'findings in the up script, the first 100 of each rule: statement, line, column, severity, rule, message, hint, fix';
COMMENT ON COLUMN migrate.lint_findings.down IS 'findings in the down script, the first 100 of each rule; a rollback is never refused';
COMMENT ON COLUMN migrate.lint_findings.found_at IS 'when';

SELECT pg_catalog.pg_extension_config_dump('migrate.lint_findings', '');
