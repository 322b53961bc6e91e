#!/bin/sh
# Registers the migrations of a folder and applies those that are pending, with psql alone:
#     sh migrate.sh FOLDER
# The connection is that of psql's environment (PGHOST, PGUSER, PGDATABASE, PGPASSWORD …). The status is 0 only if every
# file is registered and everything that was pending is applied. Two of these at once wait for each other.
set -eu

folder=${1:?which folder?}
statements=$(mktemp)
trap 'rm -f "$statements"' EXIT

# A statement for each migration. The text goes as base64: it arrives byte for byte, and may be of any size.
for file in "$folder"/*.sql; do
    case $file in *.down.sql) continue ;; esac
    down=${file%.up.sql}.down.sql
    name=$(basename "$file" | sed "s/'/''/g")
    # The last name that is printed is that of the file which is refused.
    printf "\\\\echo '%s'\\nSELECT status, detail FROM migrate.load(convert_from(decode('" "$name"
    base64 < "$file"
    printf "', 'base64'), 'UTF8'), '%s'" "$name"
    if [ "$file" != "${file%.up.sql}" ] && [ -e "$down" ]; then
        printf ", convert_from(decode('"
        base64 < "$down"
        printf "', 'base64'), 'UTF8')"
    fi
    printf ');\n'
done > "$statements"

# All files or none. They are read before psql begins: a file that cannot be read leaves no half of them.
psql -X -q -A -t -v ON_ERROR_STOP=1 --single-transaction -f "$statements"
# One statement by itself, since CALL cannot wait in a transaction.
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL migrate.up(wait => true)'
