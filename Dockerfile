# The official postgres image with migrate_ext in it:
#     docker build --build-arg PG=15 -t postgres-migrate .
#     docker run --rm -e POSTGRES_PASSWORD=… postgres-migrate
# then CREATE EXTENSION migrate_ext in a database. PG is 15, 16, 17 or 18.
# scripts/test-packages runs its RUN lines in a bare Debian root; no engine builds it in the tests.
ARG PG=15
ARG RUST=1.95

FROM rust:${RUST}-slim-bookworm AS rust

FROM postgres:${PG}-bookworm AS build
COPY --from=rust /usr/local/rustup /usr/local/rustup
COPY --from=rust /usr/local/cargo /usr/local/cargo
ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:$PATH
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libclang-dev make postgresql-server-dev-$PG_MAJOR
WORKDIR /src
COPY . .
RUN make install PG_CONFIG=/usr/lib/postgresql/$PG_MAJOR/bin/pg_config DESTDIR=/out

FROM postgres:${PG}-bookworm
COPY --from=build /out/ /
