//! What tools lock while they run.

use crc32fast::hash;

/// A lock that a tool takes, so that nothing else changes its history meanwhile.
#[derive(Debug, Clone, Copy)]
pub enum Lock {
    /// None but those of its statements.
    Table,
    /// An advisory lock of one bigint.
    Advisory(fn(&Place) -> i64),
    /// A row in a table of its own.
    Row(&'static LockTable),
}

/// Where a history lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The database.
    pub database: String,
    /// The schema of the history.
    pub schema: String,
    /// Its table.
    pub table: String,
}

/// A table with a row that is a lock.
#[derive(Debug)]
pub struct LockTable {
    /// The table, beside the history.
    pub table: &'static str,
    /// The column that says whether it is locked, as text: `true`, `1`, and whatever a row says that is there only then.
    pub locked: &'static str,
    /// Columns that say who holds it, and since when, where there are such.
    pub holder: &'static [&'static str],
}

impl LockTable {
    /// Whether a value of the column `locked` says that it is.
    pub fn is_locked(&self, value: Option<&str>) -> bool {
        matches!(value, Some("t" | "true" | "1"))
    }
}

/// golang-migrate: CRC-32 of schema, table and database with NULs between, times a number of its own, within 32 bits.
pub fn golang_migrate(place: &Place) -> i64 {
    let name = format!("{}\0{}\0{}", place.schema, place.table, place.database);
    i64::from(hash(name.as_bytes()).wrapping_mul(1_486_364_155))
}

/// sqlx: a number of its own times CRC-32 of the database's name.
pub fn sqlx(place: &Place) -> i64 {
    0x3d32_ad9e * i64::from(hash(place.database.as_bytes()))
}

/// Flyway: its name in ASCII, plus what Java's `hashCode` gives for the quoted name of the table.
pub fn flyway(place: &Place) -> i64 {
    let table = format!("\"{}\".\"{}\"", place.schema, place.table);
    let code =
        table.encode_utf16().fold(0i32, |code, unit| code.wrapping_mul(31).wrapping_add(i32::from(unit)));
    77_431_708_279_161 + i64::from(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { database: "shop".into(), schema: "public".into(), table: "schema_migrations".into() }
    }

    #[test]
    fn keys_are_those_of_the_tools() {
        // python3: zlib.crc32(b"public\0schema_migrations\0shop") * 1486364155 & 0xffffffff
        assert_eq!(golang_migrate(&place()), GOLANG);
        // 0x3d32ad9e * zlib.crc32(b"shop")
        assert_eq!(sqlx(&place()), SQLX);
        // "public"."flyway_schema_history" with its quotes, by Java's String.hashCode
        let history = Place { table: "flyway_schema_history".into(), ..place() };
        assert_eq!(flyway(&history), FLYWAY);
    }

    const GOLANG: i64 = 3_689_236_698;
    const SQLX: i64 = 2_969_972_169_318_647_292;
    const FLYWAY: i64 = 77_433_833_903_597;
}
