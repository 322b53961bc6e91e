//! Tables as the tools make them, told apart.

use super::*;

/// `public.migrations id integer, name text` as a table.
fn table(text: &str) -> Table {
    let (name, columns) = text.split_once(' ').expect("a name and columns");
    let (schema, name) = name.split_once('.').expect("a schema");
    let columns = columns.split(", ").map(|column| {
        let (name, kind) = column.split_once(' ').expect("a column and its type");
        let kind = match kind {
            "varchar" => "character varying",
            "timestamp" => "timestamp without time zone",
            "timestamptz" => "timestamp with time zone",
            kind => kind,
        };
        (name.to_string(), kind.to_string())
    });
    Table {
        schema: schema.into(),
        name: name.into(),
        columns: columns.collect(),
        other: None,
        beside: Vec::new(),
    }
}

/// As pg_dump shows what each tool's newest release has made.
#[rustfmt::skip]
const MADE: &[(&str, &str)] = &[
    ("alembic", "public.alembic_version version_num varchar"),
    ("db-migrate", "public.migrations id integer, name varchar, run_on timestamp"),
    ("dbmate", "public.schema_migrations version varchar"),
    ("diesel", "public.__diesel_schema_migrations version varchar, run_on timestamp"),
    ("django", "public.django_migrations id bigint, app varchar, name varchar, applied timestamptz"),
    ("drizzle", "drizzle.__drizzle_migrations id integer, hash text, created_at bigint"),
    ("ecto", "public.schema_migrations version bigint, inserted_at timestamp"),
    ("golang-migrate", "public.schema_migrations version bigint, dirty boolean"),
    ("goose", "public.goose_db_version id integer, version_id bigint, is_applied boolean, tstamp timestamp"),
    (
        "flyway",
        "public.flyway_schema_history installed_rank integer, version varchar, description varchar, type varchar, \
         script varchar, checksum integer, installed_by varchar, installed_on timestamp, execution_time integer, success boolean",
    ),
    (
        "graphile-migrate",
        "graphile_migrate.migrations hash text, previous_hash text, filename text, date timestamptz",
    ),
    (
        "guide",
        "public.schema_migrations version bigint, description text, applied_at timestamp, applied_by varchar, \
         execution_time_ms integer, checksum varchar",
    ),
    ("knex", "public.knex_migrations id integer, name varchar, batch integer, migration_time timestamptz"),
    ("kysely", "public.kysely_migration name varchar, timestamp varchar"),
    ("laravel", "public.migrations id integer, migration varchar, batch integer"),
    ("ley", "public.migrations id integer, name varchar, created_at timestamp"),
    ("node-pg-migrate", "public.pgmigrations id integer, name varchar, run_on timestamp"),
    ("postgrator", "public.schemaversion version bigint, name text, md5 text, run_at timestamptz"),
    ("postgres-migrations", "public.migrations id integer, name varchar, hash varchar, executed_at timestamp"),
    ("refinery", "public.refinery_schema_history version integer, name varchar, applied_on varchar, checksum varchar"),
    ("sequelize", "public.SequelizeMeta name varchar"),
    ("sql-migrate", "public.gorp_migrations id text, applied_at timestamptz"),
    (
        "sqlx",
        "public._sqlx_migrations version bigint, description text, installed_on timestamptz, success boolean, \
         checksum bytea, execution_time bigint",
    ),
    ("supabase", "supabase_migrations.schema_migrations version text, statements text[], name text"),
    ("tern", "public.schema_version version integer"),
    ("typeorm", "public.migrations id integer, timestamp bigint, name varchar"),
    ("yoyo", "public._yoyo_migration migration_hash varchar, migration_id varchar, applied_at_utc timestamp"),
];

fn found(
    tables: &[Table],
    tool: Option<&str>,
    schema: Option<&str>,
) -> Result<(String, String), ImportError> {
    choose(tables, Wanted { tool, schema }).map(|choice| (choice.tool.name.into(), choice.table.shown()))
}

#[test]
fn each_tool_is_known_by_its_table() {
    for (tool, made) in MADE {
        let made = [table(made)];
        assert_eq!(found(&made, None, None).map(|found| found.0), Ok((*tool).to_string()), "{made:?}");
        assert_eq!(found(&made, Some(tool), None).map(|found| found.0), Ok((*tool).to_string()));
    }
}

#[test]
fn no_table_is_that_of_two_tools() {
    for (tool, made) in MADE {
        for other in ALL.iter().filter(|other| other.name != *tool) {
            let made = table(made);
            // Rails' and Supabase's are dbmate's; they are known by what is around them.
            let is_alike =
                [*tool, other.name].iter().all(|name| ["dbmate", "rails", "supabase"].contains(name));
            if named_like(&made).any(|tool| tool.name == other.name) && !is_alike {
                assert!(misfit(other, &made, true).is_some(), "{tool} is {} too", other.name);
            }
        }
    }
}

#[test]
fn rails_is_known_by_what_lies_beside() {
    let mut made = table("public.schema_migrations version varchar");
    made.beside = vec!["ar_internal_metadata".into()];
    assert_eq!(found(&[made], None, None).map(|found| found.0), Ok("rails".into()));
}

#[test]
fn a_table_that_is_nobodys_is_refused_with_all_names() {
    let own = table("app.migrations id integer, name varchar, run_on timestamp, note text");
    let error = found(std::slice::from_ref(&own), None, None).expect_err("a column too many");
    assert_eq!(error.to_string(), "no history of a migration tool found");
    let detail = crate::Error::from(error).detail().unwrap_or_default();
    for tool in ["db-migrate", "laravel", "ley", "postgres-migrations", "typeorm"] {
        assert!(detail.contains(tool), "{detail}");
    }
    // Who names the tool knows why there is one.
    assert_eq!(found(&[own], Some("db_migrate"), None).map(|found| found.0), Ok("db-migrate".into()));
}

#[test]
fn a_wrong_type_is_said() {
    let own = table("public.schema_migrations version text, dirty boolean");
    let error = found(&[own], Some("golang-migrate"), None).expect_err("a text");
    assert_eq!(
        crate::Error::from(error).detail().as_deref(),
        Some(
            "Table public.schema_migrations is no history of golang-migrate: its column version is of type text."
        )
    );
}

#[test]
fn a_view_is_no_history() {
    let view = Table { other: Some("view".into()), ..table(MADE[8].1) };
    let error = found(&[view], None, None).expect_err("a view");
    assert_eq!(
        crate::Error::from(error).detail().as_deref(),
        Some("Table public.goose_db_version is no history of goose: it is a view.")
    );
}

#[test]
fn doubt_is_refused_with_both_names() {
    let goose = table(MADE[8].1);
    let both = [goose.clone(), table(MADE[2].1)];
    let error = found(&both, None, None).expect_err("two tools");
    let error = crate::Error::from(error);
    assert_eq!(error.sqlstate(), "42P09");
    let detail = error.detail();
    assert_eq!(
        detail.as_deref(),
        Some("Found: goose in public.goose_db_version, dbmate in public.schema_migrations.")
    );
    assert_eq!(
        error.hint().as_deref(),
        Some("Say which: SELECT * FROM migrate.import_history('goose', 'public').")
    );
    assert_eq!(found(&both, Some("DBmate"), None).map(|found| found.0), Ok("dbmate".into()));
    let two = [goose.clone(), Table { schema: "Ten 2".into(), ..goose }];
    assert!(matches!(found(&two, Some("goose"), None), Err(ImportError::Doubt { .. })));
    let one = found(&two, None, Some("Ten 2"));
    assert_eq!(one, Ok(("goose".into(), "\"Ten 2\".goose_db_version".into())));
}

#[test]
fn an_unknown_tool_is_said_with_the_known_ones() {
    let error = crate::Error::from(found(&[], Some("liquid"), None).expect_err("no such tool"));
    assert_eq!(error.to_string(), "migration tool \"liquid\" is not known");
    assert!(error.hint().is_some_and(|hint| hint.contains("golang-migrate") && hint.contains("yoyo")));
    assert!(matches!(found(&[], Some("goose"), None), Err(ImportError::NoHistory { .. })));
}
