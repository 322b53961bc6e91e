//! `tools TOOL FOLDER`: applies the folder to the database of PGHOST, PGPORT and PGDATABASE.

use std::env;
use std::path::Path;

use diesel::Connection;
use diesel_migrations::MigrationHarness;

type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Done {
    let mut args = env::args().skip(1);
    let (tool, folder) = (args.next().expect("a tool"), args.next().expect("a folder"));
    let folder = Path::new(&folder);
    match tool.as_str() {
        "sqlx" => sqlx(folder),
        "refinery" => refinery(folder),
        "diesel" => diesel(folder),
        _ => Err(format!("which tool is {tool}?").into()),
    }
}

fn of(variable: &str) -> String {
    env::var(variable).expect("the server's environment")
}

fn sqlx(folder: &Path) -> Done {
    let options = sqlx::postgres::PgConnectOptions::new_without_pgpass()
        .host(&of("PGHOST"))
        .port(of("PGPORT").parse()?)
        .username("postgres")
        .database(&of("PGDATABASE"));
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(2).connect_with(options).await?;
        sqlx::migrate::Migrator::new(folder).await?.run(&pool).await?;
        Ok(())
    })
}

fn refinery(folder: &Path) -> Done {
    let mut config = refinery_postgres::Config::new();
    config.host(&of("PGHOST")).port(of("PGPORT").parse()?).user("postgres").dbname(&of("PGDATABASE"));
    let mut client = config.connect(refinery_postgres::NoTls)?;
    let migrations: Vec<refinery::Migration> = refinery::load_sql_migrations(folder)?;
    refinery::Runner::new(&migrations).run(&mut client)?;
    Ok(())
}

fn diesel(folder: &Path) -> Done {
    let url = format!("host={} port={} user=postgres dbname={}", of("PGHOST"), of("PGPORT"), of("PGDATABASE"));
    let mut connection = diesel::PgConnection::establish(&url)?;
    let migrations = diesel_migrations::FileBasedMigrations::from_path(folder)?;
    connection.run_pending_migrations(migrations)?;
    Ok(())
}
