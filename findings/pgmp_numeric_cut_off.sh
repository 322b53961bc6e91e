#!/usr/bin/env bash
# pgmp 1.0.4 and pg_rational 0.0.2 (Debian: postgresql-15-pgmp, postgresql-15-rational) on PostgreSQL 15.20. Question: a
# numeric column becomes mpz, pgmp's integers of any length, by ALTER COLUMN TYPE without USING. Which numbers has it then
# for 1.7, 2.5 and -1.7? Natural bet: 2, 3 and -2; numeric is rounded to integer and bigint, and where an extension has an
# assignment cast, it does as they do.
#
# Cut off, 1, 2 and -1, without a word; double precision and mpq as well. 0.7, as of a share or a price, becomes 0. The way
# back differs, too: mpq of a double precision 0.1 is 3602879701896397/36028797018963968, what the bits say, and 1/10 by way
# of numeric; pg_rational's cast of the same double precision finds 1/10.
#
# Seen:
#     written TO bigint: 2 3 -2 1
#     written TO mpz: 1 2 -1 0
#     floats TO mpz: 1 2 -1 0
#     fractions TO mpz: 1 2 -1 0
#     tenth TO mpq: 3602879701896397/36028797018963968
#     tenth TO mpq USING n::numeric: 1/10
#     tenth TO rational: 1/10
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
bin=$tmp/debs/usr/lib/postgresql/15/bin
trap 'as_user "$bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
mkdir "$tmp/download" "$tmp/run"
(cd "$tmp/download" && chmod 777 . && apt-get -qq download postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1 postgresql-15-pgmp=1.0.4-5+b1 postgresql-15-rational=0.0.2-5+b1)
for deb in "$tmp"/download/*.deb; do dpkg -x "$deb" "$tmp/debs"; done
((EUID != 0)) || chown nobody "$tmp/run"
# Debian's server looks for its files where the package would have put them.
as_user "$bin/initdb" -L "$tmp/debs/usr/share/postgresql/15" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql postgres <<'SQL'
CREATE EXTENSION pgmp;
CREATE EXTENSION pg_rational;
CREATE TABLE written (n numeric);
INSERT INTO written VALUES (1.7), (2.5), (-1.7), (0.7);
CREATE TABLE floats AS SELECT n::double precision FROM written;
CREATE TABLE fractions AS SELECT n::mpq FROM written;
CREATE TABLE tenth (n double precision);
INSERT INTO tenth VALUES (0.1);
SQL
seen=$(
    become() {
        psql -c "CREATE TABLE t AS TABLE $1" -c "ALTER TABLE t ${2/TO/ALTER n TYPE}" -c "SELECT '$1 $2: ' || string_agg(n::text, ' ') FROM t" -c 'DROP TABLE t' postgres
    }
    become written 'TO bigint'
    become written 'TO mpz'
    become floats 'TO mpz'
    become fractions 'TO mpz'
    become tenth 'TO mpq'
    become tenth 'TO mpq USING n::numeric'
    become tenth 'TO rational'
)
echo "$seen"
[[ $seen == 'written TO bigint: 2 3 -2 1
written TO mpz: 1 2 -1 0
floats TO mpz: 1 2 -1 0
fractions TO mpz: 1 2 -1 0
tenth TO mpq: 3602879701896397/36028797018963968
tenth TO mpq USING n::numeric: 1/10
tenth TO rational: 1/10' ]]
