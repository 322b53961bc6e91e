//! The tools, each in a file of its own, and the list of them.

mod alembic;
mod db_migrate;
mod dbmate;
mod diesel;
mod django;
mod drizzle;
mod ecto;
mod flyway;
mod golang_migrate;
mod goose;
mod graphile_migrate;
mod guide;
mod knex;
mod kysely;
mod laravel;
mod ley;
mod liquibase;
mod node_pg_migrate;
mod postgrator;
mod postgres_migrations;
mod prisma;
mod rails;
mod refinery;
mod seaorm;
mod sequelize;
mod sqitch;
mod sql_migrate;
mod sqlx;
mod supabase;
mod tern;
mod typeorm;
mod yoyo;

use super::tool::Tool;

/// Every tool, by name.
pub const ALL: &[&Tool] = &[
    &alembic::TOOL,
    &db_migrate::TOOL,
    &dbmate::TOOL,
    &diesel::TOOL,
    &django::TOOL,
    &drizzle::TOOL,
    &ecto::TOOL,
    &flyway::TOOL,
    &golang_migrate::TOOL,
    &goose::TOOL,
    &graphile_migrate::TOOL,
    &guide::TOOL,
    &knex::TOOL,
    &kysely::TOOL,
    &laravel::TOOL,
    &ley::TOOL,
    &liquibase::TOOL,
    &node_pg_migrate::TOOL,
    &postgrator::TOOL,
    &postgres_migrations::TOOL,
    &prisma::TOOL,
    &rails::TOOL,
    &refinery::TOOL,
    &seaorm::TOOL,
    &sequelize::TOOL,
    &sqitch::TOOL,
    &sql_migrate::TOOL,
    &sqlx::TOOL,
    &supabase::TOOL,
    &tern::TOOL,
    &typeorm::TOOL,
    &yoyo::TOOL,
];

/// The tool of a name, in any case and with any marks between its words.
pub fn named(name: &str) -> Option<&'static Tool> {
    ALL.iter().find(|tool| tool.is_called(name)).copied()
}
