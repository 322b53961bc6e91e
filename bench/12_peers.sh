#!/usr/bin/env bash
# 1,000 files of small migrations, from the folder to a database in which all are applied: psql with a transaction for each
# (which keeps no history), dbmate, node-pg-migrate and graphile-migrate in the newest releases of npm, sqlx where cargo can build it (some minutes,
# once; SQLX=no leaves it out), and ours, which registers the folder and applies it. In turns, each time in a new database; then once more over a network of 10 ms a round trip. Needs Node.js.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-1000}
rounds=${ROUNDS:-5}
latencies=${LATENCIES:-0 10}
sides=(psql dbmate node-pg-migrate graphile-migrate)

folder=$(mktemp -d /tmp/migrate_peers.XXXXXX)
chmod 755 "$folder" # the server reads a folder of it
proxy=
trap 'if [[ $proxy ]]; then kill "$proxy"; fi; rm -rf "$folder"' EXIT
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(cd "$folder" && npm install --silent --no-audit --no-fund --no-save dbmate node-pg-migrate graphile-migrate pg >&2)
export PATH=$folder/node_modules/.bin:$PATH
sqlx=$here/../target/sqlx
if [[ ${SQLX:-} != no ]] && { [[ -x $sqlx/bin/sqlx ]] || cargo install sqlx-cli --quiet --locked --version 0.8.6 --root "$sqlx" \
    --no-default-features --features postgres; }; then
    sides+=(sqlx)
fi
sides+=(ours)

mkdir "$folder/dbmate" "$folder/node-pg-migrate" "$folder/sqlx"
for ((n = 1; n <= count; n++)); do
    up="CREATE TABLE t$n (id bigint PRIMARY KEY, body text);
ALTER TABLE t$n ADD COLUMN score integer NOT NULL DEFAULT 0;
COMMENT ON TABLE t$n IS 'table $n';"
    version=$((20250101000000 + n))
    printf 'BEGIN;\n%s\nCOMMIT;\n' "$up" >>"$folder/all.sql"
    printf -- '-- migrate:up\n%s\n\n-- migrate:down\nDROP TABLE t%s;\n' "$up" "$n" >"$folder/dbmate/${version}_small.sql"
    printf '%s\n' "$up" >"$folder/sqlx/${version}_small.sql"
    printf -- '-- Up Migration\n%s\n\n-- Down Migration\nDROP TABLE t%s;\n' "$up" "$n" >"$folder/node-pg-migrate/${version}_small.sql"
done

# Its files are a chain: each names the one before, and the hash of both.
node - "$folder" <<'NODE'
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const folder = process.argv[2];
const files = readdirSync(`${folder}/dbmate`).sort();
mkdirSync(`${folder}/migrations/committed`, { recursive: true });
writeFileSync(`${folder}/migrations/current.sql`, "");
let previous = null;
files.forEach((file, at) => {
  const body = readFileSync(`${folder}/dbmate/${file}`, "utf8").split("-- migrate:down")[0].replace("-- migrate:up", "").trim();
  const chain = `${previous ?? ""}\n${body}`.trim() + "\n";
  const hash = `sha1:${createHash("sha1").update(chain).digest("hex")}`;
  const name = `${folder}/migrations/committed/${String(at + 1).padStart(6, "0")}.sql`;
  writeFileSync(name, `--! Previous: ${previous ?? "-"}\n--! Hash: ${hash}\n\n${body}\n`);
  previous = hash;
});
writeFileSync(`${folder}/.gmrc`, "{}");
NODE

apply() { # SIDE
    local url=postgres://$PGUSER@127.0.0.1:$port/$db?sslmode=disable
    case $1 in
    psql) psql -h 127.0.0.1 -p "$port" -d "$db" -f "$folder/all.sql" ;;
    dbmate) dbmate --url "$url" --migrations-dir "$folder/dbmate" --no-dump-schema migrate ;;
    node-pg-migrate)
        DATABASE_URL=$url node-pg-migrate up -m "$folder/node-pg-migrate" --migration-file-language sql --single-transaction=false
        ;;
    graphile-migrate)
        # The other two are not connected to.
        (cd "$folder" && DATABASE_URL=$url SHADOW_DATABASE_URL=${url/$db/shadow} ROOT_DATABASE_URL=${url/$db/postgres} graphile-migrate migrate)
        ;;
    sqlx) "$sqlx/bin/sqlx" migrate run --source "$folder/sqlx" --database-url "$url" ;;
    ours)
        psql -h 127.0.0.1 -p "$port" -d "$db" -c 'SET client_min_messages = warning' \
            -c "SELECT count(*) FROM migrate.load_dir('$folder/dbmate')" -c 'CALL migrate.up()'
        ;;
    esac >"$folder/said" 2>&1 || {
        tail -5 "$folder/said" >&2
        exit 1
    }
}

one() { # SIDE: milliseconds
    db=bench_peers made=
    fresh_database $db
    if [[ $1 == ours ]]; then psql -d $db -c 'CREATE EXTENSION migrate_ext'; fi
    psql -d postgres -c CHECKPOINT
    milliseconds apply "$1"
    made=$(psql -d $db -c "SELECT count(*) FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
        WHERE c.relname ~ '^t[0-9]+\$' AND c.relnatts = 3")
    [[ $made == "$count" ]] || {
        echo "$1: $made of $count tables were made" >&2
        exit 1
    }
}

for latency in $latencies; do
    exec 3< <(exec node "$here/latency.mjs" "$PGHOST/.s.PGSQL.$PGPORT" "$latency")
    proxy=$!
    read -r port <&3
    printf '\n%s ms a round trip, %s migrations, ms\n%-18s' "$latency" "$count" ''
    printf '%8s' $(seq "$rounds") median
    printf '\n'
    declare -A took=()
    for ((round = 1; round <= rounds; round++)); do
        for side in "${sides[@]}"; do took[$side]+=" $(one "$side")"; done
    done
    for side in "${sides[@]}"; do
        printf '%-18s' "$side"
        # shellcheck disable=SC2086 # numbers
        printf '%8s' ${took[$side]} "$(median ${took[$side]})"
        printf '\n'
    done
    for side in "${sides[@]}"; do
        [[ $side == ours ]] || summary "a folder of $count migrations, $latency ms a round trip" "$side" "${took[$side]}" "${took[ours]}"
    done
    kill "$proxy"
    proxy=
done
