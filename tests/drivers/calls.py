"""What each Python driver is to do, in the driver's own way of saying it: `run(sql, *values)` gives rows as dicts."""

import os
import sys

VIEWS = open(os.path.join(os.path.dirname(__file__), "views.txt"), encoding="utf-8").read().split()
FILE = open(os.path.join(os.path.dirname(__file__), "awkward.sql"), encoding="utf-8").read()


class Client:
    """Counts what a client can do; the lines are read by scripts/drivers."""

    def __init__(self, name):
        self.name = name
        self.failed = False

    def say(self, call, work):
        try:
            work()
            print(f"ok|{self.name}|{call}", flush=True)
        except Exception as error:  # whatever goes wrong is what is to be told
            self.failed = True
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            print(f"FAILED|{self.name}|{call}|{reason}", flush=True)

    def end(self):
        sys.exit(1 if self.failed else 0)


def same(got, expected):
    assert got == expected, f"{got!r} is not {expected!r}"


def views(client, run):
    """Every view for people can be read while a job is at work."""
    for view in VIEWS:
        client.say(view, lambda view=view: run(f"SELECT * FROM migrate.{view}"))
    client.say("status view", lambda: run("SELECT * FROM migrate.status"))
    client.say("work has the job", lambda: same(
        run("SELECT count(*)::int AS at_work FROM migrate.work WHERE status IN ('running', 'waiting')")[0]["at_work"], 1))


def calls(client, run, mark, error_parts):
    """`mark(n)` is the driver's placeholder; `error_parts(error)` gives SQLSTATE, DETAIL and HINT."""

    def load():
        rows = run(f"SELECT * FROM migrate.load({mark(1)}, filename => {mark(2)}, down => {mark(3)})",
                   FILE, "1_awkward.sql", "DROP FUNCTION awkward_words; DROP TABLE awkward")
        same([row["status"] for row in rows], ["registered"])
        kept = run("SELECT up FROM migrate.migrations WHERE version = 1")[0]["up"]
        same(kept.strip(), FILE.strip())

    def apply():
        rows = run("SELECT * FROM migrate.apply()")
        same([(row["version"], row["status"]) for row in rows], [(1, "applied")])
        same(run("SELECT body FROM awkward")[0]["body"], "a 'quoted' % \\ ? :x $1 ü")

    def status():
        rows = run("SELECT * FROM migrate.status()")
        same([(row["version"], row["status"]) for row in rows], [(1, "applied")])

    job = []

    def index():
        rows = run(f"SELECT * FROM migrate.safe_create_index('articles', {mark(1)})", ["slug", "body"])
        same({row["status"] for row in rows}, {"queued"})
        job.append(rows[0]["job"])
        assert job[0] > 0

    def wait():
        run(f"CALL migrate.wait({job[0]})")
        same(run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'articles_slug_body_idx'::regclass")[0]["indisvalid"], True)

    def wait_without():
        run("SELECT * FROM migrate.safe_create_index('articles', '{n}')")
        run("CALL migrate.wait()")
        same(run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'articles_n_idx'::regclass")[0]["indisvalid"], True)

    def up():
        run("SELECT migrate.create('index', 'CREATE INDEX CONCURRENTLY by_hand ON articles (n, slug)', 'DROP INDEX CONCURRENTLY by_hand', 2)")
        rows = run("CALL migrate.up()")
        assert "1 migration applied" in rows[0]["summary"], rows
        same(run("SELECT migrate.is_applied(2) AS it")[0]["it"], True)

    def run_one():
        run(f"CALL migrate.run({mark(1)})", "SELECT * FROM migrate.safe_create_index('articles', '{slug}', index_name => 'by_run')")
        same(run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_run'::regclass")[0]["indisvalid"], True)

    def report():
        page = run(f"SELECT migrate.report(version => {mark(1)}) AS page", 1)[0]["page"]
        assert page.startswith("<!DOCTYPE html>") and "ü" in page, page[:200]

    def errors():
        try:
            run("SELECT * FROM migrate.complete(4711)")
        except Exception as error:
            sqlstate, _, hint = error_parts(error)
            assert sqlstate == "42704" and hint, (sqlstate, hint)
            return
        raise AssertionError("no error")

    for name, work in [("load", load), ("apply", apply), ("status", status), ("safe_create_index", index),
                       ("CALL wait(job)", wait), ("CALL wait()", wait_without), ("CALL up", up), ("CALL run", run_one),
                       ("report", report), ("errors", errors)]:
        client.say(name, work)
