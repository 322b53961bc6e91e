# shellcheck shell=bash
# Shared by the scripts in this directory: where the project, the server's programs and the versions are.
# Sourced, never run. It changes nothing on the machine.

# shellcheck disable=SC2034 # those who source this use them

shopt -s inherit_errexit # a failure inside $(…) counts

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STATE=$ROOT/target/cluster # one NAME.env per throw-away cluster

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$(basename "$0"): $*"
    exit 1
}

# Both are written once, in Cargo.toml.
version() { sed -n 's/^version *= *"\([^"]*\)".*/\1/p' "$ROOT/Cargo.toml" | head -n 1; }
default_major() { sed -n 's/^default *= *\["pg\([0-9]*\)"\].*/\1/p' "$ROOT/Cargo.toml"; }

# Sets PG_CONFIG, and when that program is there PG_BINDIR and PG_MAJOR too. Called again after an install.
find_postgres() {
    local debian
    debian=/usr/lib/postgresql/$(default_major)/bin/pg_config
    if [[ -z ${PG_CONFIG:-} || (${PG_CONFIG} == pg_config && -x $debian) ]]; then
        PG_CONFIG=pg_config
        [[ -x $debian ]] && PG_CONFIG=$debian
    fi
    if ! command -v "$PG_CONFIG" >/dev/null; then
        PG_BINDIR='' PG_MAJOR=''
        return 0
    fi
    PG_CONFIG=$(command -v "$PG_CONFIG")
    PG_BINDIR=$("$PG_CONFIG" --bindir)
    PG_MAJOR=$("$PG_CONFIG" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
    # pgrx reads this one, so `cargo pgrx init` and its configuration in the home directory are not needed.
    export PG_CONFIG PGRX_PG_CONFIG_PATH=$PG_CONFIG
    # A tree of its own may name another place as that of its libraries: its modules would find the system's libpq.
    if [[ $PG_BINDIR != /usr/* ]]; then export LD_LIBRARY_PATH=$("$PG_CONFIG" --libdir); fi
}

need_postgres() {
    [[ -n $PG_BINDIR ]] || die "no pg_config at \"$PG_CONFIG\": run scripts/setup, or set PG_CONFIG"
}

# For the client tests. An ordinary user's PATH does not have the folder in which Debian puts pgbouncer.
find_pgbouncer() { PATH=$PATH:/usr/sbin command -v pgbouncer; }
has_pg_cron() { [[ -n $PG_BINDIR && -f $("$PG_CONFIG" --pkglibdir)/pg_cron.so ]]; }

# Builds the program of the client tests, unless CLIENT_TESTS is one; its path.
client_tests() {
    if [[ ${CLIENT_TESTS:-} ]]; then
        echo "$CLIENT_TESTS"
        return
    fi
    (cd "$ROOT" && cargo test --quiet -p migrate_client_tests --no-run --message-format=json-render-diagnostics) |
        sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1
}

# PostgreSQL refuses to run as root: then its programs run as another user, from a directory which that user can read.
server_user() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }
as_server_user() (
    cd /
    if ((EUID == 0)); then exec runuser -u "$(server_user)" -- "$@"; else exec "$@"; fi
)

# Builds the library as it is shipped, and prints where it is.
build_library() {
    cargo build --release --locked --lib --package migrate_ext --no-default-features --features "pg$PG_MAJOR" \
        --message-format json-render-diagnostics |
        sed -n 's/.*"filenames":\["\([^"]*\/libmigrate_ext\.[a-z]*\)".*/\1/p'
}

# What the caller's shell says about some other server must not leak in here.
unset PGDATABASE PGSERVICE PGPASSWORD PGOPTIONS PGHOSTADDR PGTZ

find_postgres
