#!/usr/bin/env bash
# 10,000 statements of many kinds, linted in one call on one core, against squawk on the same file: as it is called without
# options, which shows the place of each finding as ours tells it, and with its shortest report. Neither knows the
# tables. Then the same with the tables of each hundredth statement there, with rows: what ours asks of them. squawk is taken from PyPI (squawk-cli) into a folder
# of its own, or from SQUAWK.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-10000}
rounds=${ROUNDS:-3}

folder=$(mktemp -d)
chmod a+rx "$folder" # the server reads the script
trap 'rm -rf "$folder"' EXIT
file=$folder/script.sql
if [[ -z ${SQUAWK:-} ]]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet squawk-cli
    SQUAWK=$folder/venv/bin/squawk
fi
"$SQUAWK" --version

fresh_database bench_lint
psql -d bench_lint -c 'CREATE EXTENSION migrate_ext'

# Ten statements for each table, as migrations have them: half of them could hurt.
psql -d bench_lint -c "
    SELECT format('ALTER TABLE t%1\$s ADD COLUMN score integer NOT NULL DEFAULT 0;
CREATE INDEX t%1\$s_title_idx ON t%1\$s (title);
CREATE INDEX CONCURRENTLY t%1\$s_score_idx ON t%1\$s (score, title);
ALTER TABLE t%1\$s ADD CONSTRAINT t%1\$s_positive CHECK (score >= 0);
CREATE TABLE notes%1\$s (id serial PRIMARY KEY, t_id integer REFERENCES t%1\$s (id), body varchar(200), at timestamp);
ALTER TABLE t%1\$s ALTER COLUMN title SET NOT NULL;
UPDATE t%1\$s SET score = 1 WHERE id < 100;
ALTER TABLE t%1\$s RENAME COLUMN body TO text;
COMMENT ON TABLE t%1\$s IS ''table %1\$s'';
DROP INDEX t%1\$s_old_idx;', n) FROM generate_series(1, $count / 10) n" -o "$file"
findings() { # how many, and how many milliseconds the call took inside of the server
    psql -d bench_lint -v file="$file" -F ' ' <<'SQL'
SELECT pg_read_file(:'file') AS script \gset
SELECT clock_timestamp() AS begin \gset
SELECT count(*) AS found FROM migrate.lint(:'script') \gset
SELECT :found, (extract(epoch FROM clock_timestamp() - :'begin'::timestamptz) * 1000)::int;
SQL
}

squawk() { # REPORTER: how many milliseconds; it exits with 1 where it finds something
    milliseconds taskset -c 0 bash -c "'$SQUAWK' --reporter $1 '$file' >'$folder/found' || [[ \$? == 1 ]]"
}

ours=() shown=() short=()
printf '%-8s %12s %12s %12s\n' round 'squawk ms' 'short ms' 'migrate ms'
for ((round = 1; round <= rounds; round++)); do
    a=$(squawk Tty)
    s=$(squawk Gcc)
    read -r found b < <(findings)
    [[ $found -ge $count && $(wc -l <"$folder/found") -ge $count ]] || {
        echo "too few findings: $found, $(wc -l <"$folder/found")" >&2
        exit 1
    }
    shown+=("$a") short+=("$s") ours+=("$b")
    printf '%-8s %12s %12s %12s\n' "$round" "$a" "$s" "$b"
done
a=$(median "${shown[@]}") s=$(median "${short[@]}") b=$(median "${ours[@]}")
printf '%-8s %12s %12s %12s\n' median "$a" "$s" "$b"
awk -v a="$a" -v s="$s" -v b="$b" -v n="$count" -v f="$found" \
    'BEGIN { printf "ratio    %.1f (squawk / migrate), %.2f to its short report; %d findings in %d statements\n", a / b, s / b, f, n }'

psql -d bench_lint -c "
    DO \$\$ BEGIN
        FOR n IN 1..$count / 100 LOOP
            EXECUTE format('CREATE TABLE t%1\$s (id bigint PRIMARY KEY, title text, body text)', n);
            EXECUTE format('CREATE INDEX t%1\$s_old_idx ON t%1\$s (body)', n);
            EXECUTE format('INSERT INTO t%1\$s SELECT g FROM generate_series(1, 1000) g', n);
        END LOOP;
    END \$\$" -c ANALYZE
read -r found c < <(findings)
awk -v b="$b" -v c="$c" -v n="$((count / 100))" -v f="$found" \
    'BEGIN { printf "%d ms and %d findings where %d of the tables are there: %.1f ms for each\n", c, f, n, (c - b) / n }'
