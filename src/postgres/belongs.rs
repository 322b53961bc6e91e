//! To what an object belongs, as the server's caches have it: no query is planned to learn it.

use std::ffi::CStr;

use pgrx::pg_sys;

use super::{marks, names};

/// To what an object belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    /// The object is not there.
    Gone,
    /// To nothing that a user has made: it is a row type, an array, a table of large values.
    Nothing,
    /// To this one, or it is one that belongs to no other.
    To(Owner),
}

/// What others belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The catalog that has it.
    pub class: pg_sys::Oid,
    /// Its number there.
    pub oid: pg_sys::Oid,
    /// The schema that it is in.
    pub schema: pg_sys::Oid,
}

/// A catalog whose rows say to what they belong.
struct Catalog {
    class: u32,
    /// Its index by number.
    index: u32,
    /// The column with the relation, or with the schema.
    column: &'static CStr,
    /// Whether its objects are parts of a relation; otherwise they are what others belong to.
    are_parts: bool,
}

const fn parts(class: u32, index: u32, column: &'static CStr) -> Catalog {
    Catalog { class, index, column, are_parts: true }
}

const fn owners(class: u32, index: u32, column: &'static CStr) -> Catalog {
    Catalog { class, index, column, are_parts: false }
}

/// The number of `pg_class`.
pub const RELATIONS: u32 = 1259;
/// The number of `pg_index`.
pub const INDEXES: u32 = 2610;
/// The number of `pg_inherits`.
pub const HEIRS: u32 = 2611;
/// The number of `pg_type`.
pub const TYPES: u32 = 1247;
/// The number of `pg_constraint`.
pub const CONSTRAINTS: u32 = 2606;
/// The number of `pg_attrdef`.
pub const DEFAULTS: u32 = 2604;
/// The number of `pg_rewrite`.
pub const RULES: u32 = 2618;
/// The number of `pg_policy`.
pub const POLICIES: u32 = 3256;
/// The number of `pg_trigger`.
pub const TRIGGERS: u32 = 2620;
/// The number of `pg_statistic_ext`.
pub const STATISTICS: u32 = 3381;
/// The number of `pg_namespace`.
pub const SCHEMAS: u32 = 2615;
/// The number of `pg_proc`.
pub const ROUTINES: u32 = 1255;
/// The number of `pg_collation`.
pub const COLLATIONS: u32 = 3456;
/// The number of `pg_operator`.
pub const OPERATORS: u32 = 2617;
/// The number of `pg_ts_dict`.
pub const DICTIONARIES: u32 = 3600;
/// The number of `pg_ts_config`.
pub const CONFIGURATIONS: u32 = 3602;
const FOREIGN_TABLES: u32 = 3118;
const DEFAULT_GRANTS: u32 = 826;

/// Those but for relations and types. Their numbers, and those of their indexes, are the same in every server.
const CATALOGS: [Catalog; 13] = [
    parts(CONSTRAINTS, 2667, c"conrelid"),
    parts(DEFAULTS, 2657, c"adrelid"),
    parts(TRIGGERS, 2702, c"tgrelid"),
    parts(RULES, 2692, c"ev_class"),
    parts(POLICIES, 3257, c"polrelid"),
    parts(STATISTICS, 3380, c"stxrelid"),
    owners(DEFAULT_GRANTS, 828, c"defaclnamespace"),
    owners(SCHEMAS, 2685, c"oid"),
    owners(ROUTINES, 2690, c"pronamespace"),
    owners(COLLATIONS, 3085, c"collnamespace"),
    owners(OPERATORS, 2688, c"oprnamespace"),
    owners(DICTIONARIES, 3605, c"dictnamespace"),
    owners(CONFIGURATIONS, 3712, c"cfgnamespace"),
];

/// To what this object belongs.
pub fn of(class: pg_sys::Oid, oid: pg_sys::Oid) -> Belongs {
    match class.to_u32() {
        // An index, what an inheritance or a foreign table is about, go by the number of a relation.
        RELATIONS | INDEXES | HEIRS | FOREIGN_TABLES => relation(oid),
        TYPES => data_type(oid),
        number => match CATALOGS.iter().find(|catalog| catalog.class == number) {
            Some(catalog) => in_catalog(catalog, oid),
            None => Belongs::Nothing,
        },
    }
}

fn in_catalog(catalog: &Catalog, oid: pg_sys::Oid) -> Belongs {
    let columns: &[&CStr] = match catalog.class {
        CONSTRAINTS => &[catalog.column, c"contypid"],
        TRIGGERS => &[catalog.column, c"tgisinternal"],
        _ => &[catalog.column],
    };
    let Some(values) = row(catalog, oid, columns) else { return Belongs::Gone };
    let others = values.get(1).copied().unwrap_or_default();
    match (catalog.class, values[0]) {
        (CONSTRAINTS, 0) => data_type(others.into()),
        // One by which the server keeps a foreign key.
        (TRIGGERS, _) if others != 0 => Belongs::Nothing,
        (_, 0) => Belongs::Nothing,
        (_, table) if catalog.are_parts => relation(table.into()),
        (DEFAULT_GRANTS, schema) => {
            Belongs::To(Owner { class: SCHEMAS.into(), oid: schema.into(), schema: schema.into() })
        }
        (class, schema) => Belongs::To(Owner { class: class.into(), oid, schema: schema.into() }),
    }
}

/// The name of a schema; none if it is gone.
pub fn schema_name(schema: pg_sys::Oid) -> Option<String> {
    // SAFETY: inside a transaction; the name is copied out of the cache, and copied once more here.
    unsafe {
        let name = pg_sys::get_namespace_name(schema);
        (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned())
    }
}

fn relation(oid: pg_sys::Oid) -> Belongs {
    let read = |row: &pg_sys::FormData_pg_class| (row.relkind as u8, row.relnamespace, row.reltype);
    let Some((kind, schema, row_type)) = marks::relation(oid, read) else { return Belongs::Gone };
    match kind {
        b'r' | b'p' | b'f' | b'v' | b'm' | b'S' => {
            Belongs::To(Owner { class: RELATIONS.into(), oid, schema })
        }
        b'c' => data_type(row_type),
        // A table is no index, so this ends there.
        b'i' | b'I' => names::table_of_index(oid).map_or(Belongs::Nothing, relation),
        _ => Belongs::Nothing,
    }
}

fn data_type(oid: pg_sys::Oid) -> Belongs {
    // SAFETY: inside a transaction. The struct is that of the cache's rows, which is let go of behind the last read; a
    // relation's kind is read from the cache, 0 where there is none.
    let (category, relation, schema, kind) = unsafe {
        let tuple =
            pg_sys::SearchSysCache1(pg_sys::SysCacheIdentifier::TYPEOID as i32, pg_sys::Datum::from(oid));
        if tuple.is_null() {
            return Belongs::Gone;
        }
        let row: pg_sys::Form_pg_type = pg_sys::GETSTRUCT(tuple).cast();
        let read = ((*row).typcategory as u8, (*row).typrelid, (*row).typnamespace);
        pg_sys::ReleaseSysCache(tuple);
        (read.0, read.1, read.2, pg_sys::get_rel_relkind(read.1) as u8)
    };
    let is_row_of_another = relation != pg_sys::InvalidOid && kind != b'c';
    if category == b'A' || is_row_of_another {
        return Belongs::Nothing;
    }
    Belongs::To(Owner { class: TYPES.into(), oid, schema })
}

/// Some columns of a row, each a number or a truth; none if there is no such row.
fn row(catalog: &Catalog, oid: pg_sys::Oid, columns: &[&CStr]) -> Option<Vec<u32>> {
    // SAFETY: inside a transaction. The key outlives the scan, and the row is read while the scan holds it; none of these
    // columns is of a type that is passed by reference. Without a snapshot a scan sees what is there by now, also what this
    // transaction has made.
    unsafe {
        let mut key = pg_sys::ScanKeyData::default();
        pg_sys::ScanKeyInit(
            &mut key,
            1,
            pg_sys::BTEqualStrategyNumber as u16,
            pg_sys::F_OIDEQ.into(),
            pg_sys::Datum::from(oid),
        );
        let lock = pg_sys::AccessShareLock as pg_sys::LOCKMODE;
        let table = pg_sys::table_open(catalog.class.into(), lock);
        let scan =
            pg_sys::systable_beginscan(table, catalog.index.into(), true, std::ptr::null_mut(), 1, &mut key);
        let tuple = pg_sys::systable_getnext(scan);
        let value = |column: &&CStr| {
            let number = pg_sys::get_attnum(catalog.class.into(), column.as_ptr());
            let mut is_null = false;
            let datum = pg_sys::heap_getattr(tuple, number.into(), (*table).rd_att, &mut is_null);
            if is_null { 0 } else { datum.value() as u32 }
        };
        let values = (!tuple.is_null()).then(|| columns.iter().map(value).collect());
        pg_sys::systable_endscan(scan);
        pg_sys::table_close(table, lock);
        values
    }
}
