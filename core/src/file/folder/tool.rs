//! The tools whose folders are told apart, and in what they differ.

/// A tool whose folder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are names")]
pub enum Tool {
    Atlas,
    Dbmate,
    Diesel,
    Drizzle,
    Flyway,
    GolangMigrate,
    Goose,
    GraphileMigrate,
    Hasura,
    NodePgMigrate,
    PostgresMigrations,
    Prisma,
    Refinery,
    Sqitch,
    SqlMigrate,
    Sqlx,
    Supabase,
    Tern,
    Yoyo,
}

impl Tool {
    /// All of them, with the names by which they are known.
    pub const ALL: [(Tool, &'static str); 19] = [
        (Tool::Atlas, "atlas"),
        (Tool::Dbmate, "dbmate"),
        (Tool::Diesel, "diesel"),
        (Tool::Drizzle, "drizzle"),
        (Tool::Flyway, "flyway"),
        (Tool::GolangMigrate, "golang-migrate"),
        (Tool::Goose, "goose"),
        (Tool::GraphileMigrate, "graphile-migrate"),
        (Tool::Hasura, "hasura"),
        (Tool::NodePgMigrate, "node-pg-migrate"),
        (Tool::PostgresMigrations, "postgres-migrations"),
        (Tool::Prisma, "prisma"),
        (Tool::Refinery, "refinery"),
        (Tool::Sqitch, "sqitch"),
        (Tool::SqlMigrate, "sql-migrate"),
        (Tool::Sqlx, "sqlx"),
        (Tool::Supabase, "supabase"),
        (Tool::Tern, "tern"),
        (Tool::Yoyo, "yoyo"),
    ];

    /// The tool of a name, in any case, with or without dashes.
    pub fn of_name(name: &str) -> Option<Tool> {
        let bare = |name: &str| name.to_ascii_lowercase().replace(['-', '_', ' '], "");
        Tool::ALL.iter().find(|(_, known)| bare(known) == bare(name)).map(|(tool, _)| *tool)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Tool::ALL.iter().find(|(tool, _)| *tool == self).map_or("", |(_, name)| name)
    }

    /// Whether it runs files in another order than that of the numbers in their names.
    pub(super) fn has_own_order(self) -> bool {
        self.orders_by_text() || matches!(self, Tool::Sqitch | Tool::Drizzle)
    }

    /// Whether it orders files by their names as text: `10_` before `9_`.
    pub(super) fn orders_by_text(self) -> bool {
        matches!(self, Tool::Dbmate | Tool::Diesel | Tool::Prisma | Tool::Supabase | Tool::Yoyo)
    }

    /// Whether `001` and `1` are two versions to it.
    pub(super) fn holds_apart(self) -> bool {
        matches!(self, Tool::Dbmate | Tool::Diesel | Tool::Prisma | Tool::Supabase | Tool::Yoyo)
    }

    /// Whether `R__x.sql` is a repeatable migration to it.
    pub(super) fn has_repeatable(self) -> bool {
        self == Tool::Flyway
    }

    /// Whether it looks into subfolders.
    pub(super) fn looks_into_folders(self) -> bool {
        matches!(self, Tool::Flyway | Tool::Refinery)
    }

    /// Whether it knows no sections, so that each comment is one.
    pub(super) fn is_plain(self) -> bool {
        use Tool::*;
        matches!(self, Diesel | Drizzle | GraphileMigrate | Hasura | Prisma | Refinery | Sqitch | Sqlx)
    }
}
