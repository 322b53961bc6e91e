//! Whether it is a good moment in many schemas: `migrate.schema_preflight`, and `CALL migrate.up(schemas => …, preflight => true)`.

use migrate_client_tests::{Db, Session};

use crate::common::{create, operator};
use crate::schemas::{CONVERGENCE, tenants};

/// One migration is applied in three of four schemas, another is pending everywhere, and somebody has used a table for long.
fn blocked(db: &Db, table: &str) -> (Session, Session) {
    let mut session = db.session();
    tenants(&mut session, 4);
    create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_1', 'tenant_2', 'tenant_3'])");
    create(&mut session, 2, "ALTER TABLE item ADD COLUMN n int", "ALTER TABLE item DROP COLUMN n");
    let mut holder = db.session();
    let pid = holder.pid();
    holder.exec(&format!("BEGIN; INSERT INTO {table} VALUES (1)"));
    let sql =
        format!("SELECT clock_timestamp() - xact_start > '1.1 s' FROM pg_stat_activity WHERE pid = {pid}");
    db.wait_for(&sql, &["t"]);
    session.exec("SET migrate.lock_wait = '1s'");
    (session, holder)
}

const CHECKS: &str = "SELECT coalesce(schema_name, 'all'), \"check\", verdict, split_part(detail, E'\\n', 1)";

/// In each schema what is pending and what stands in the way there; what is so for all once. Nothing is written.
#[test]
fn what_stands_in_the_way_where() {
    let db = Db::fresh();
    let (mut session, mut holder) = blocked(&db, "tenant_2.item");
    let rows = session.query_text(&format!("{CHECKS} FROM migrate.schema_preflight('tenant\\_%')"));
    let (of_all, of_each): (Vec<&String>, Vec<&String>) =
        rows.iter().partition(|row| row.starts_with("all|"));
    assert!(of_all.contains(&&"all|server|ok|takes writes".to_string()), "{rows:#?}");
    let checks: Vec<&str> = of_all.iter().filter_map(|row| row.split('|').nth(1)).collect();
    assert_eq!(
        checks,
        ["server", "other migrators", "worker slots", "replicas and archive", "timeouts", "event triggers"]
    );
    let pid = holder.pid();
    assert_eq!(of_each.len(), 5, "{rows:#?}");
    assert_eq!(of_each[0], "tenant_1|migrations|ok|1 migration would be applied: 2");
    assert_eq!(of_each[1], "tenant_2|migrations|ok|1 migration would be applied: 2");
    assert!(of_each[2].starts_with("tenant_2|lock conflicts|stop|"), "{rows:#?}");
    assert!(of_each[2].contains(&pid), "{rows:#?}");
    assert_eq!(of_each[4], "tenant_4|migrations|ok|2 migrations would be applied: 1, 2");
    // No schema got a number by that.
    assert_eq!(session.one("SELECT count(*) FROM migrate.schemas"), "3");

    // What would be refused is said of the schema in which it would be.
    holder.exec("ROLLBACK");
    let role = operator(&db, "LOGIN");
    session.exec(&format!("GRANT ALL ON SCHEMA tenant_1, tenant_4 TO {role};"));
    let mut operator = db.session_as(&role);
    let names = "ARRAY['tenant_1', 'tenant_2', 'tenant_4']";
    let of_each = |session: &mut Session| {
        session.query_text(&format!(
            "SELECT schema_name, verdict, detail FROM migrate.schema_preflight({names}) WHERE schema_name IS NOT NULL"
        ))
    };
    let rows = of_each(&mut operator);
    assert_eq!(rows[0], "tenant_1|ok|1 migration would be applied: 2");
    assert!(
        rows[1].starts_with(&format!("tenant_2|stop|role \"{role}\" needs USAGE and CREATE on schema")),
        "{rows:#?}"
    );
    create(&mut operator, 3, "SELECT 3", "SELECT 1");
    let rows = of_each(&mut session);
    assert_eq!(rows.len(), 3, "{rows:#?}");
    for (row, schema) in rows.iter().zip(["tenant_1", "tenant_2", "tenant_4"]) {
        assert!(row.starts_with(&format!("{schema}|stop|migration 3 \"m3\" ")), "{row}");
    }
    assert_eq!(operator.expect_error("SELECT migrate.schema_preflight(ARRAY['nobody'])").sqlstate, "3F000");
}

/// The call waits while somebody is in the way in any of them, and names it; nothing is begun before.
#[test]
fn a_call_waits_for_all_of_them() {
    let db = Db::fresh();
    let (session, mut holder) = blocked(&db, "tenant_3.item");
    let mut looker = db.session();
    let call = session.start("CALL migrate.up(schemas => 'tenant%', preflight => true)");
    let waiting =
        "SELECT replace(phase, E'\\n', ' ') LIKE '%in schema \"tenant\\_3\"%' FROM migrate.progress";
    db.wait_for(waiting, &["t"]);
    assert_eq!(looker.query_text(CONVERGENCE), ["1|3|0|0|", "2|0|0|3|"]);
    holder.exec("ROLLBACK");
    let (_, told) = call.rows();
    assert!(told[0].starts_with("5 migrations applied in 4 schemas in "), "{told:?}");
}

/// While somebody is in the way only the schemas in which it is are looked into again; when it has gone, all are once more.
#[test]
fn who_is_in_the_way_is_asked_again() {
    let db = Db::fresh();
    let (session, mut holder) = blocked(&db, "tenant_3.item");
    let mut looker = db.session();
    let call = session.start("CALL migrate.up(schemas => 'tenant%', preflight => true)");
    let waits_for = |schema: &str| {
        format!(
            "SELECT replace(phase, E'\\n', ' ') LIKE '%in schema \"tenant\\_{schema}\"%' FROM migrate.progress"
        )
    };
    db.wait_for(&waits_for("3"), &["t"]);
    let mut other = db.session();
    other.exec("BEGIN; INSERT INTO tenant_1.item VALUES (1)");
    let pid = other.pid();
    let old =
        format!("SELECT clock_timestamp() - xact_start > '1.1 s' FROM pg_stat_activity WHERE pid = {pid}");
    db.wait_for(&old, &["t"]);
    // It says for how long it has waited: two looks later it is still of one alone.
    for _ in 0..2 {
        let phase = looker.one("SELECT phase FROM migrate.progress");
        let is_new = format!("SELECT phase <> $phase${phase}$phase$ FROM migrate.progress");
        db.wait_for(&is_new, &["t"]);
        assert_eq!(looker.query_text(&waits_for("3")), ["t"]);
        assert_eq!(looker.query_text(&waits_for("1")), ["f"]);
    }
    holder.exec("ROLLBACK");
    db.wait_for(&waits_for("1"), &["t"]);
    assert_eq!(looker.query_text(CONVERGENCE), ["1|3|0|0|", "2|0|0|3|"]);
    other.exec("ROLLBACK");
    let (_, told) = call.rows();
    assert!(told[0].starts_with("5 migrations applied in 4 schemas in "), "{told:?}");
}
