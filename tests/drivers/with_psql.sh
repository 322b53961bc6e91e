#!/usr/bin/env bash
# psql: with_psql.sh NAME calls|views; the server is that of the PG… variables.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
name=$1
failed=0

# CALL EXPECTED [psql arguments …]: the statements come from standard input, the answer must have EXPECTED in it.
say() {
    local call=$1 expected=$2 answer
    shift 2
    answer=$(psql -XAtq -v ON_ERROR_STOP=1 -v VERBOSITY=verbose "$@" 2>&1)
    if (($? == 0)) && [[ $answer == *"$expected"* ]]; then
        echo "ok|$name|$call"
    else
        failed=1
        echo "FAILED|$name|$call|${answer//$'\n'/ }"
    fi
}

if [[ $2 == views ]]; then
    while read -r view; do say "$view" '' <<<"SELECT * FROM migrate.$view;"; done <views.txt
    say 'status view' '' <<<'SELECT * FROM migrate.status;'
    say 'work has the job' 1 <<<"SELECT count(*)::int AS at_work FROM migrate.work WHERE status IN ('running', 'waiting');"
    exit $failed
fi

say load registered <<'SQL'
\set file `cat awkward.sql`
SELECT status FROM migrate.load(:'file', filename => '1_awkward.sql', down => 'DROP FUNCTION awkward_words; DROP TABLE awkward');
SQL
say apply '1|applied' <<'SQL'
SELECT version, status FROM migrate.apply();
SQL
say status '1|applied' <<'SQL'
SELECT version, status FROM migrate.status();
SQL
say safe_create_index queued <<'SQL'
SELECT status FROM migrate.safe_create_index('articles', ARRAY['slug', 'body']);
SQL
job=$(psql -XAtq -c 'SELECT max(id) FROM migrate.jobs')
say 'CALL wait(job)' t <<SQL
CALL migrate.wait($job);
SELECT indisvalid FROM pg_index WHERE indexrelid = 'articles_slug_body_idx'::regclass;
SQL
say 'CALL wait()' t <<'SQL'
SELECT job FROM migrate.safe_create_index('articles', '{n}') \gset
CALL migrate.wait();
SELECT indisvalid FROM pg_index WHERE indexrelid = 'articles_n_idx'::regclass;
SQL
say 'CALL up' '1 migration applied' <<'SQL'
SELECT migrate.create('index', 'CREATE INDEX CONCURRENTLY by_hand ON articles (n, slug)', 'DROP INDEX CONCURRENTLY by_hand', 2);
CALL migrate.up();
SQL
say 'CALL run' t <<'SQL'
CALL migrate.run($$SELECT * FROM migrate.safe_create_index('articles', '{slug}', index_name => 'by_run')$$);
SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_run'::regclass;
SQL
page=$(mktemp)
# As a user makes one, whose psql has its own defaults.
psql -Xq -v page="$page" <<'SQL'
\t \a \o :page
SELECT migrate.report(version => 1);
SQL
if [[ $(head -n 1 "$page") == '<!DOCTYPE html>' && $(tail -n 1 "$page") == '</html>' ]]; then
    echo "ok|$name|report"
else
    failed=1
    echo "FAILED|$name|report|$(head -c 300 "$page" | tr '\n' ' ')"
fi
rm -f "$page"
answer=$(psql -XAtq -v VERBOSITY=verbose -c 'SELECT * FROM migrate.complete(4711)' 2>&1)
if [[ $answer == *42704* && $answer == *HINT* ]]; then
    echo "ok|$name|errors"
else
    failed=1
    echo "FAILED|$name|errors|${answer//$'\n'/ }"
fi
exit $failed
