#!/usr/bin/env bash
# 10,000 statements of many kinds, linted in one call on one core, against squawk on the same file: as it is called without
# options, which shows the place of each finding as ours tells it, and with its shortest report. Neither knows the
# tables. Then what ours takes where tables are there, with rows, indexes and foreign keys: 10,000 statements on 100 of
# them (what the catalog says changes nothing for squawk, so the ratio is to its time above), 10,000 on 500, 500 ALTER
# TABLEs on as many, and the load of the 10,000 with and without the linter. squawk is taken from PyPI
# (squawk-cli) into a folder of its own, or from SQUAWK.
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
findings() { # FILE: how many, and how many milliseconds the call took inside of the server
    psql -d bench_lint -v file="$1" -F ' ' <<'SQL'
SELECT pg_read_file(:'file') AS script \gset
SELECT clock_timestamp() AS begin \gset
SELECT count(*) AS found FROM migrate.lint(:'script') \gset
SELECT :found, (extract(epoch FROM clock_timestamp() - :'begin'::timestamptz) * 1000)::int;
SQL
}

load() { # FILE VERSION HOW: milliseconds of a load with this setting of lint_on_apply
    psql -d bench_lint -v file="$1" -v name="$2_bench.up.sql" -c "SET migrate.lint_on_apply = $3" -f - <<'SQL'
SELECT pg_read_file(:'file') AS script \gset
SELECT clock_timestamp() AS begin \gset
SELECT detail FROM migrate.load(:'script', :'name') \gset
SELECT (extract(epoch FROM clock_timestamp() - :'begin'::timestamptz) * 1000)::int;
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
    read -r found b < <(findings "$file")
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

tables=$((count / 20))
psql -d bench_lint -c "
    DO \$\$ BEGIN
        FOR n IN 1..$tables LOOP
            EXECUTE format('CREATE TABLE t%1\$s (id bigserial PRIMARY KEY, title text, body text, k bigint)', n);
            EXECUTE format('CREATE INDEX t%1\$s_old_idx ON t%1\$s (body)', n);
            EXECUTE format('INSERT INTO t%1\$s SELECT g FROM generate_series(1, 1000) g', n);
            IF n > 1 THEN EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (k) REFERENCES t%s', n, n - 1); END IF;
        END LOOP;
    END \$\$" -c ANALYZE

# The same statements on some of the tables that are there, a hundred or twenty on each.
statements() { # TABLES FILE
    psql -d bench_lint -c "
        SELECT format('ALTER TABLE t%1\$s ADD COLUMN score%2\$s integer NOT NULL DEFAULT 0;
CREATE INDEX t%1\$s_title%2\$s_idx ON t%1\$s (title);
CREATE INDEX CONCURRENTLY t%1\$s_score%2\$s_idx ON t%1\$s (score%2\$s, title);
ALTER TABLE t%1\$s ADD CONSTRAINT t%1\$s_positive%2\$s CHECK (score%2\$s >= 0);
CREATE TABLE notes%1\$s_%2\$s (id serial PRIMARY KEY, t_id bigint REFERENCES t%1\$s (id), body varchar(200), at timestamp);
ALTER TABLE t%1\$s ALTER COLUMN title SET NOT NULL;
UPDATE t%1\$s SET score%2\$s = 1 WHERE id < 100;
ALTER TABLE t%1\$s RENAME COLUMN score%2\$s TO points%2\$s;
COMMENT ON TABLE t%1\$s IS ''table %1\$s'';
DROP INDEX t%1\$s_old_idx;', n, m)
        FROM generate_series(1, $count / 10 / $1) m, generate_series(1, $1) n" -o "$2"
}
few=$((count / 100))
statements "$tables" "$folder/there.sql"
statements "$few" "$folder/few.sql"
psql -d bench_lint -c "SELECT format('ALTER TABLE t%s ADD COLUMN score integer;', n) FROM generate_series(1, $tables) n" \
    -o "$folder/alters.sql"
chmod a+r "$folder"/*.sql

report() { # WHAT FILE: the median of the rounds
    local took=() round found
    for ((round = 1; round <= rounds; round++)); do
        read -r found ms < <(findings "$2")
        took+=("$ms")
    done
    ms=$(median "${took[@]}")
    printf '%-52s %8s ms, %s findings\n' "$1" "$ms" "$found"
}
report "$count statements on $few tables that are there" "$folder/few.sql"
awk -v a="$a" -v b="$ms" 'BEGIN { printf "ratio    %.1f (squawk / migrate)\n", a / b }'
report "$count statements on $tables tables that are there" "$folder/there.sql"
report "$tables ALTER TABLEs on as many tables" "$folder/alters.sql"
on=() off=()
for ((round = 1; round <= rounds; round++)); do
    off+=("$(load "$folder/there.sql" "$((2 * round))" off)")
    on+=("$(load "$folder/there.sql" "$((2 * round + 1))" warn)")
done
printf '%-52s %8s ms, with lint_on_apply = off %s ms\n' "load of the $count" "$(median "${on[@]}")" "$(median "${off[@]}")"
