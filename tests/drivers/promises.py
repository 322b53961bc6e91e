"""Compares what the clients have done with the table of docs/drivers.md: promises.py LINES DOCUMENT CLIENT …

Each cell that says `yes` must have a line that says so, and the other way round. The last line is the sum, as
scripts/test counts it."""

import sys

COLUMNS = {
    "psql": "psql", "psycopg 3": "psycopg", "asyncpg": "asyncpg", "node-postgres": "pg", "postgres.js": "postgres",
    "postgres-meta": "postgres-meta", "Prisma": "prisma", "JDBC": "jdbc", "pgbouncer": "pgbouncer",
}


def promised(document):
    """The calls of the table under its heading, for each client."""
    rows = [line for line in document.splitlines() if line.startswith("| ")]
    head = next(row for row in rows if "psycopg 3" in row and "JDBC" in row)
    columns = [COLUMNS.get(cell) for cell in cells(head)]
    found = {}
    for row in rows[rows.index(head) + 1:]:
        values = cells(row)
        if len(values) != len(columns):
            break
        call = values[0].replace("`", "")
        for client, value in zip(columns[1:], values[1:]):
            if value == "yes":
                found.setdefault(client, set()).add(call)
    return found


def cells(row):
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def main():
    lines, document, *wanted = sys.argv[1:]
    promises = promised(open(document, encoding="utf-8").read())
    done, failed = {}, 0
    for line in open(lines, encoding="utf-8"):
        outcome, client, call = line.rstrip("\n").split("|")[:3]
        if outcome == "ok":
            done.setdefault(client, set()).add(call)
        elif outcome == "FAILED":
            failed += 1
    for client in wanted:
        ran, said = done.get(client, set()), promises.get(client, set())
        for call in sorted(said - ran):
            failed += 1
            print(f"FAILED|{client}|{call}|promised in {document}, and not done")
        if not said:
            failed += 1
            print(f"FAILED|{client}||not in the table of {document}")
    print(f"{sum(len(calls) for calls in done.values())} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
