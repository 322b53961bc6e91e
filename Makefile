# Every task of the project. `make` alone lists them; each is a few lines over a script in scripts/.
# PG=15, 16, 17 or 18 chooses a version: 15 is Debian's, scripts/postgres fetches the others. PG_CONFIG=… chooses a
# server that is there: make test PG_CONFIG=/usr/lib/postgresql/15/bin/pg_config

ifdef PG
PG_CONFIG := $(or $(shell scripts/postgres $(PG)),$(error no PostgreSQL $(PG)))
endif
ifdef PG_CONFIG
export PG_CONFIG
endif

.DEFAULT_GOAL := help
.PHONY: help demo demo-stop setup install package all deb dist schema test test-spot test-core test-regress test-isolation test-client test-clients test-tools \
	test-report test-packages test-upgrade stress lint bench cluster-stop clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: ## build, start a throw-away server, run examples/demo.sql in it
	@scripts/demo

demo-stop: ## stop the demo's server and remove it
	@scripts/cluster stop demo

setup: ## install what building needs: PostgreSQL, libclang, a C compiler
	@scripts/setup

install: setup ## build the extension and put it into the server of PG_CONFIG
	@scripts/install

package: setup ## build a tree of files to copy to another machine
	@scripts/install --package

all: setup ## build only, for PGXN's client and others that call "make" and "make install"
	@scripts/install --build

deb: setup ## build a Debian package                PG=18 for another server
	@scripts/deb

dist: ## the archive for PGXN, of the last commit
	@scripts/dist

schema: ## write extension/migrate_ext--VERSION.sql from what the code says
	@scripts/schema

test: ## every test there is, as CI runs them   PG=18 or PG_CONFIG=… for one version
	@scripts/test$(if $(PG_CONFIG),,-versions)

test-spot: ## the install SQL, looked at by pgspot
	@scripts/test spot

test-core: ## the pure Rust part; no server needed
	@scripts/test core

test-regress: ## SQL against expected output          T="name …" for some
	@scripts/test regress $(T)

test-isolation: ## concurrent sessions, step by step     T="name …" for some
	@scripts/test isolation $(T)

test-client: ## workers, crashes, roles, dumps        T="filter" for some
	@scripts/test client $(T)

test-clients: install ## each driver of docs/drivers.md          T="psql jdbc …" for some
	@scripts/setup --clients
	@scripts/drivers $(T)

test-tools: install ## other tools' histories, by the tools       T="knex …" for some
	@scripts/tools $(T)

test-report: install ## the report in headless Chromium    FOLDER=… keeps the pages and pictures
	@scripts/look $(FOLDER)

test-packages: ## vendored and offline, deb, PGXN, Dockerfile; as root, minutes    T="deb …" for some
	@scripts/test-packages $(T)

test-upgrade: ## pg_upgrade from 15, open changes and all      PG_TO=18
	@scripts/setup
	@scripts/upgrade $(PG_TO)

stress: ## kills at random moments; minutes        N=200 kill points, ROUNDS=100 of changes, SEED=…
	@scripts/test stress

lint: ## layers, formatting, clippy and documentation, warnings refused
	@scripts/test lint

bench: ## benchmarks against psql                B="10 20" for some
	@scripts/bench $(B)

cluster-stop: ## stop every throw-away server of this checkout
	@scripts/cluster stop-all

clean: cluster-stop ## stop those servers and remove what was built
	@cargo clean
