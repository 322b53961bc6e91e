//! What `migrate.help` answers from: what the catalog says of our own calls, views and settings.

use migrate_core::help::{Call, Kind};

use crate::postgres::spi;

/// All of them that are for people: functions of triggers are not.
pub fn calls() -> Vec<Call> {
    let sql = "
        SELECT CASE WHEN p.prokind OPERATOR(pg_catalog.=) 'p'::pg_catalog.\"char\" THEN 'procedure' ELSE 'function' END, p.proname::pg_catalog.text,
               pg_catalog.pg_get_function_arguments(p.oid), pg_catalog.obj_description(p.oid, 'pg_proc')
        FROM pg_catalog.pg_proc p
        WHERE p.pronamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace::pg_catalog.oid
          AND p.prorettype OPERATOR(pg_catalog.<>)
              ALL ('{pg_catalog.trigger,pg_catalog.event_trigger}'::pg_catalog.regtype[]::pg_catalog.oid[])
        UNION ALL
        SELECT 'view', c.relname::pg_catalog.text, '', pg_catalog.obj_description(c.oid, 'pg_class')
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace::pg_catalog.oid
          AND c.relkind OPERATOR(pg_catalog.=) 'v'::pg_catalog.\"char\"
        UNION ALL
        SELECT 'setting', pg_catalog.substr(s.name, 9), pg_catalog.current_setting(s.name), s.short_desc
        FROM pg_catalog.pg_settings s
        WHERE pg_catalog.starts_with(s.name, 'migrate.')";
    spi::rows(sql, &[], |row| Call {
        kind: match row.must::<String>(1).as_str() {
            "procedure" => Kind::Procedure,
            "view" => Kind::View,
            "setting" => Kind::Setting,
            _ => Kind::Function,
        },
        name: row.must(2),
        arguments: row.must(3),
        comment: row.get(4).unwrap_or_default(),
    })
}
