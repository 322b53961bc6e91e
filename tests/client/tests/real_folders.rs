//! Folders as public projects have them: names and layouts are theirs, the few words of SQL are ours. Each is known as its
//! tool's, loads, runs in the tool's order, and goes back; what lies beside is left out and never read as SQL.
//!
//! Not here: what each tool does with a file's text (load_dir_tools.rs).

use migrate_client_tests::{Db, Session};

use crate::load_dir::Folder;

/// How a project's files are written.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// One section, without a marker.
    Plain,
    /// Up and down behind markers.
    Markers(&'static str, &'static str),
    /// The first line says what came before.
    Committed,
    /// Changesets.
    Changesets,
}

use Form::*;

struct Project {
    /// Where its names are from, and by which tool it is migrated.
    name: &'static str,
    /// The tool, where nothing in the folder tells.
    named: Option<&'static str>,
    form: Form,
    /// Its migrations, in the order in which its tool runs them.
    runs: &'static [&'static str],
    /// Their way back, where it is a file of its own: the migration and the file.
    backs: &'static [(&'static str, &'static str)],
    /// What else lies there, which is no SQL that could run here.
    beside: &'static [&'static str],
    /// What the tool reads beside them, with its text.
    read: &'static [(&'static str, &'static str)],
}

const NONE: Project =
    Project { name: "", named: None, form: Plain, runs: &[], backs: &[], beside: &[], read: &[] };

const DBMATE: Form = Markers("-- migrate:up", "-- migrate:down");
const GOOSE: Form = Markers("-- +goose Up", "-- +goose Down");

const PROJECTS: [Project; 20] = [
    Project {
        name: "pepeul1191/northwind-mysql-postgres-dbmate, postgres: dbmate",
        form: DBMATE,
        runs: &[
            "20241202031812_create_Customer_Dim.sql",
            "20241202031844_create_Employee_Dim.sql",
            "20241202031852_create_Product_Dim.sql",
            "20241202031931_create_constraints.sql",
        ],
        beside: &["schema.sql", ".gitignore"],
        ..NONE
    },
    Project {
        name: "pressly/goose, examples/go-migrations-package/db/migrations: goose with programs",
        form: GOOSE,
        runs: &["00001_create_users_table.sql"],
        beside: &["00002_rename_root.go", "00004_rename_admin.go", "_00003_rename_admin.go"],
        ..NONE
    },
    Project {
        name: "pressly/goose, examples/sql-migrations: goose",
        form: GOOSE,
        runs: &["00001_create_users_table.sql", "00002_rename_root.sql", "00003_no_transaction.sql"],
        beside: &[
            "README.md",
            "clickhouse/00001_create_events_table.sql",
            "clickhouse/00002_add_created_at_column.sql",
        ],
        ..NONE
    },
    Project {
        name: "mattermost/mattermost, server/channels/db/migrations/postgres: morph, in the layout of golang-migrate",
        runs: &[
            "000001_create_teams.up.sql",
            "000002_create_team_members.up.sql",
            "000014_create_outgoing_webhooks.up.sql",
            "000056_upgrade_channels_v6.0.up.sql",
            "000058_upgrade_channelmembers_v6.0.up.sql",
        ],
        backs: &[
            ("000001_create_teams.up.sql", "000001_create_teams.down.sql"),
            ("000002_create_team_members.up.sql", "000002_create_team_members.down.sql"),
            ("000056_upgrade_channels_v6.0.up.sql", "000056_upgrade_channels_v6.0.down.sql"),
            ("000058_upgrade_channelmembers_v6.0.up.sql", "000058_upgrade_channelmembers_v6.0.down.sql"),
        ],
        beside: &["migrations.list"],
        ..NONE
    },
    Project {
        name: "coder/coder, coderd/database/migrations: golang-migrate",
        runs: &[
            "000001_base.up.sql",
            "000002_templates.up.sql",
            "000014_provisioner_job_type_plan.up.sql",
            "000045_workspacebuildname.up.sql",
        ],
        backs: &[
            ("000001_base.up.sql", "000001_base.down.sql"),
            ("000002_templates.up.sql", "000002_templates.down.sql"),
        ],
        beside: &[
            "create_fixture.sh",
            "create_migration.sh",
            "fix_migration_numbers.sh",
            "migrate.go",
            "migrate_test.go",
            "testdata/fixtures/000010_audit_logs.up.sql",
            "testdata/full_dumps/v0.12.9/dump.sql",
        ],
        ..NONE
    },
    Project {
        name: "LemmyNet/lemmy, migrations: diesel",
        runs: &[
            "000000000000000_forbid_diesel_cli/up.sql",
            "00000000000000_diesel_initial_setup/up.sql",
            "2019-02-26-002946_create_user/up.sql",
            "2019-02-27-170003_create_community/up.sql",
            "2020-01-02-172755_add_show_avatar_and_email_notifications_to_user/up.sql",
        ],
        backs: &[
            ("00000000000000_diesel_initial_setup/up.sql", "00000000000000_diesel_initial_setup/down.sql"),
            ("2019-02-26-002946_create_user/up.sql", "2019-02-26-002946_create_user/down.sql"),
            ("2019-02-27-170003_create_community/up.sql", "2019-02-27-170003_create_community/down.sql"),
        ],
        ..NONE
    },
    Project {
        name: "calcom/cal.com, packages/prisma/migrations: Prisma",
        runs: &[
            "20210605225044_init/migration.sql",
            "20220305233635_availability_schedules/migration.sql",
            "20220305233635_rename_indexes/migration.sql",
            "20220308100145_/migration.sql",
            "20220404132524_add_externalCalendar_booking/migration.sql",
        ],
        beside: &["migration_lock.toml", "20220308100145_/README.md"],
        ..NONE
    },
    Project {
        name: "supabase/supabase, supabase: Supabase, from one folder up",
        named: Some("supabase"),
        runs: &[
            "migrations/0001_create_profiles_and_groups.sql",
            "migrations/0002_enable_pgcrypto_create_group_plan_folders.sql",
            "migrations/20230126220613_doc_embeddings.sql",
            "migrations/20230216232739_page_section_slug.sql",
            "migrations/20240605171314_last_changed_update.sql",
        ],
        beside: &[
            "config.toml",
            "seed.sql",
            "functions/search-embeddings/index.ts",
            "migrations/zz_repro_uuid_generate_v4.sql",
            ".gitignore",
        ],
        ..NONE
    },
    Project {
        name: "supabase/supabase, supabase/migrations: the same, not named",
        runs: &[
            "0001_create_profiles_and_groups.sql",
            "20230126220613_doc_embeddings.sql",
            "20230216195821_page_hierarchy.sql",
        ],
        beside: &["zz_repro_uuid_generate_v4.sql"],
        ..NONE
    },
    Project {
        name: "dotansimha/graphql-yoga, examples/hackernews/src/drizzle: drizzle",
        runs: &["0000_lush_butterfly.sql", "0001_gray_umar.sql"],
        beside: &["meta/0000_snapshot.json", "meta/0001_snapshot.json", "schema.ts"],
        read: &[(
            "meta/_journal.json",
            r#"{"version":"5","dialect":"pg","entries":[{"idx":0,"when":1,"tag":"0000_lush_butterfly"},{"idx":1,"when":2,"tag":"0001_gray_umar"}]}"#,
        )],
        ..NONE
    },
    Project {
        name: "graphile/starter, @app/db/migrations: graphile-migrate, from one folder up",
        form: Committed,
        runs: &["committed/000001.sql", "committed/000002.sql", "committed/000003.sql"],
        beside: &[
            "README.md",
            "afterReset.sql",
            "current.sql",
            "current/0001-reset.sql",
            "current/0010-public-permissions.sql",
            "current/9999.sql",
        ],
        ..NONE
    },
    Project {
        name: "graphile/starter, @app/db: the same, two folders up",
        form: Committed,
        runs: &["migrations/committed/000001.sql", "migrations/committed/000002.sql"],
        beside: &[
            ".gmrc",
            "CONVENTIONS.md",
            "package.json",
            "scripts/dump-db.js",
            "__tests__/helpers.ts",
            "migrations/afterReset.sql",
            "migrations/current.sql",
        ],
        ..NONE
    },
    Project {
        name: "sqitchers/agile-flipr: sqitch",
        runs: &["deploy/appschema.sql", "deploy/users.sql", "deploy/insert_user.sql"],
        backs: &[
            ("deploy/appschema.sql", "revert/appschema.sql"),
            ("deploy/users.sql", "revert/users.sql"),
            ("deploy/insert_user.sql", "revert/insert_user.sql"),
        ],
        beside: &[
            "README.md",
            "sqitch.conf",
            "test/users.sql",
            "verify/appschema.sql",
            "verify/users.sql",
            "verify/insert_user.sql",
        ],
        read: &[(
            "sqitch.plan",
            "%syntax-version=1.0.0\n%project=flipr\n%uri=ssh://git@example.org/flipr.git\n\n\
             appschema 2016-01-26T22:47:50Z Ann <ann@example.org> # One.\n\
             users [appschema] 2016-01-27T00:26:52Z Ann <ann@example.org> # Two.\n\
             insert_user [appschema users] 2016-01-27T01:02:43Z Ann <ann@example.org> # Three.\n",
        )],
        ..NONE
    },
    Project {
        name: "sqitchers/sqitch-intro: sqitch, with changes that were planned again",
        runs: &[
            "deploy/appschema.sql",
            "deploy/insert_user@v1.0.0-dev2.sql",
            "deploy/change_pass@v1.0.0-dev2.sql",
            "deploy/pgcrypto.sql",
            "deploy/insert_user.sql",
            "deploy/change_pass.sql",
        ],
        backs: &[
            ("deploy/insert_user@v1.0.0-dev2.sql", "revert/insert_user@v1.0.0-dev2.sql"),
            ("deploy/insert_user.sql", "revert/insert_user.sql"),
        ],
        beside: &["verify/insert_user@v1.0.0-dev2.sql", "verify/change_pass.sql", ".gitignore"],
        read: &[(
            "sqitch.plan",
            "%syntax-version=1.0.0\n%project=flipr\n\n\
             appschema 2013-12-30T23:19:09Z Ann <ann@example.org> # One.\n\
             insert_user [appschema] 2013-12-30T23:51:30Z Ann <ann@example.org> # Two.\n\
             change_pass [appschema] 2013-12-30T23:52:36Z Ann <ann@example.org> # Three.\n\
             @v1.0.0-dev2 2013-12-30T23:59:21Z Ann <ann@example.org> # A tag.\n\n\
             pgcrypto 2013-12-31T00:02:55Z Ann <ann@example.org> # Four.\n\
             insert_user [insert_user@v1.0.0-dev2 pgcrypto] 2013-12-31T00:03:30Z Ann <ann@example.org> # Again.\n\
             change_pass [change_pass@v1.0.0-dev2 pgcrypto] 2013-12-31T00:04:30Z Ann <ann@example.org> # Again.\n",
        )],
        ..NONE
    },
    Project {
        name: "launchbadge/sqlx, sqlx-cli/tests/migrations_reversible: sqlx",
        runs: &["20230101000000_test1.up.sql", "20230201000000_test2.up.sql", "20230301000000_test3.up.sql"],
        backs: &[
            ("20230101000000_test1.up.sql", "20230101000000_test1.down.sql"),
            ("20230201000000_test2.up.sql", "20230201000000_test2.down.sql"),
            ("20230301000000_test3.up.sql", "20230301000000_test3.down.sql"),
        ],
        ..NONE
    },
    Project {
        name: "launchbadge/sqlx, examples/postgres/multi-tenant/accounts/migrations and tests/postgres/migrations: sqlx",
        named: Some("sqlx"),
        runs: &["01_setup.sql", "02_account.sql", "03_session.sql", "4_hstore.sql"],
        ..NONE
    },
    Project {
        name: "openremote/openremote, persistence/schema, with folders below: Flyway",
        runs: &[
            "basicidentityprovider/V20171031_02__BasicIdentityProvider.sql",
            "V20191202_00__BasicIdentityProvider.sql",
            "keycloakidentityprovider/V20201117_01__KeycloakIdentityProvider.sql",
            "R__views.sql",
        ],
        ..NONE
    },
    Project {
        name: "algafood, src/main/resources/db: Flyway, with three digits and test data beside",
        runs: &[
            "migration/V001__cria-tabela-cozinha.sql",
            "migration/V002__cria-tabela-cidade.sql",
            "migration/V010__x.sql",
        ],
        beside: &["testdata/README.md"],
        ..NONE
    },
    Project {
        name: "hasura/graphql-engine, cli/commands/testdata/config-v3-test-project/migrations: Hasura",
        runs: &["pg/1620138146208_create_table_public_t2/up.sql", "pg/1622047079431_chinook/up.sql"],
        backs: &[("pg/1622047079431_chinook/up.sql", "pg/1622047079431_chinook/down.sql")],
        ..NONE
    },
    Project {
        name: "srankmeng/my-liquibase, postgres/changelogs: Liquibase",
        form: Changesets,
        runs: &["0.1.0_CREATE_TABLE.sql", "0.1.1_INSERT_APPLICATION_PARAMETER.sql", "0.1.10_INDEX.sql"],
        beside: &["changelog-root.xml", "liquibase.properties"],
        ..NONE
    },
];

fn up(form: Form, number: usize, file: &str) -> String {
    let table = format!("CREATE TABLE t{number} ();");
    let down = format!("DROP TABLE t{number};");
    match form {
        Plain => format!("-- {file}\n{table}\n"),
        Markers(up, back) => format!("{up}\n{table}\n\n{back}\n{down}\n"),
        Committed if number == 0 => format!("--! Previous: -\n--! Hash: sha1:aa\n\n{table}\n"),
        Committed => format!("--! Previous: sha1:aa\n--! Hash: sha1:ab\n\n{table}\n"),
        Changesets => format!(
            "--liquibase formatted sql\n--changeset ann:{number} endDelimiter:; splitStatements:true runOnChange:false\n\n\
             {table}\n--rollback {down}\n"
        ),
    }
}

fn lay_out(folder: &Folder, project: &Project) {
    for (number, file) in project.runs.iter().enumerate() {
        folder.write(file, up(project.form, number, file));
        if let Some((_, back)) = project.backs.iter().find(|(run, _)| run == file) {
            folder.write(back, format!("DROP TABLE t{number};"));
        }
    }
    for file in project.beside {
        folder.write(file, "this is no SQL, or not to be run\n");
    }
    for (file, text) in project.read {
        folder.write(file, text);
    }
}

fn tables(session: &mut Session) -> String {
    session.one(
        "SELECT coalesce(string_agg(relname, ' ' ORDER BY oid), '') FROM pg_class
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
}

/// Nobody takes a wrong folder for one that is up to date.
#[test]
fn a_folder_without_migrations_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    for beside in [None, Some("deep/within/1_x.sql")] {
        beside.map(|file| folder.write(file, "SELECT 1;"));
        session.notices();
        session.exec(&folder.load());
        let told: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
        assert_eq!(told, [format!("no migration is in \"{}\"", folder.path())]);
    }
    folder.write("1_x.sql", "SELECT 1;");
    session.exec(&folder.load());
    assert!(session.notices().is_empty());
}

#[test]
fn folders_of_public_projects() {
    for project in &PROJECTS {
        let name = project.name;
        let db = Db::fresh();
        let mut session = db.session();
        let folder = Folder::new(&db);
        lay_out(&folder, project);
        let tool = project.named.map_or(String::new(), |tool| format!(", tool => '{tool}'"));
        let load = format!(
            "SELECT file, status FROM migrate.load_dir('{}'{tool}) WHERE status <> 'left out'",
            folder.path()
        );
        let mut rows = session.query_text(&load);
        let mut wanted: Vec<String> = project.runs.iter().map(|file| format!("{file}|registered")).collect();
        rows.sort();
        wanted.sort();
        assert_eq!(rows, wanted, "{name}");
        session.exec("CALL migrate.up()");
        let all: Vec<String> = (0..project.runs.len()).map(|number| format!("t{number}")).collect();
        assert_eq!(tables(&mut session), all.join(" "), "{name}");
        let mut rows = session.query_text(&load);
        rows.sort();
        let unchanged: Vec<String> =
            wanted.iter().map(|row| row.replace("|registered", "|unchanged")).collect();
        assert_eq!(rows, unchanged, "{name}");
        session.exec("CALL migrate.down(target => 0)");
        let left = if project.runs.contains(&"R__views.sql") { "t3" } else { "" };
        assert_eq!(tables(&mut session), left, "{name}");
    }
}
