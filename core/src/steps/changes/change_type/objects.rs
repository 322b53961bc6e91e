//! What hangs on a column and does not follow it by itself: how each is dropped and made again. Read in one query by the
//! extension (`src/catalog/column.rs`).

use serde::Deserialize;

use super::remade::Remade;
use super::sequence::Sequence;
use super::written::set_default;
use crate::error::{ColumnError, Result};
use crate::facts::sharing::{grants, revokes};
use crate::facts::{Catalog, Column, Constraint, Index, OnTable, Table};
use crate::lock::Mode;
use crate::name::quoted_list;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::Deferrable;

/// What hangs on a column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Hanging {
    /// Indexes, by oid; without those of constraints.
    #[serde(default)]
    pub indexes: Vec<u32>,
    /// The table's constraints.
    #[serde(default)]
    pub constraints: Vec<Named>,
    /// Foreign keys of and to the table.
    #[serde(default)]
    pub keys: Vec<Key>,
    /// Views, each behind those that it reads.
    #[serde(default)]
    pub views: Vec<View>,
    /// The sequence that is the column's own.
    #[serde(default)]
    pub sequence: Option<Sequence>,
    /// What names the column, and is made again behind the exchange.
    #[serde(default)]
    pub remade: Vec<Remade>,
    /// What cannot be made again, for people.
    #[serde(default)]
    pub others: Vec<String>,
    /// What keeps a view from being made again, for people.
    #[serde(default)]
    pub of_views: Vec<String>,
    /// Whether all columns of the table have types of the server's own.
    #[serde(default)]
    pub is_builtin: bool,
    /// ALTER COLUMN actions that set what the column has beside its type.
    #[serde(default)]
    pub settings: Vec<String>,
    /// The same of a partition's own, by its name as SQL.
    #[serde(skip)]
    pub of_partitions: Vec<(String, String)>,
}

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its comment.
    pub comment: Option<String>,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// The oid of the table that has it.
    pub oid: u32,
    /// The table that has it, as SQL.
    pub table: String,
    /// The table that it refers to, as SQL.
    pub referenced: String,
    /// As `pg_get_constraintdef` writes it.
    pub definition: String,
    /// Its comment.
    pub comment: Option<String>,
    /// Whether it is known to hold for every row.
    pub is_valid: bool,
    /// Whether the table that has it has few rows.
    pub is_small: bool,
    /// Whether it can be made NOT VALID by this role.
    pub can_be_apart: bool,
    /// The types of the columns at the other end from the column.
    pub other_types: Vec<String>,
}

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct View {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Its query.
    pub definition: String,
    /// `security_barrier=true` and the like.
    #[serde(default)]
    pub options: Vec<String>,
}

impl Hanging {
    /// What hangs on a column, on its partitions, too.
    pub(super) fn look(catalog: &dyn Catalog, table: &Table, column: &str) -> Result<Hanging> {
        let mut hanging = catalog.hanging(table, column)?;
        for partition in table.tree().into_iter().skip(1) {
            let own = catalog.hanging(partition, column)?;
            hanging.others.extend(own.alone(table, partition, column));
            hanging.remade.extend(own.remade);
            hanging.is_builtin &= own.is_builtin;
            let settings = own.settings.into_iter().filter(|setting| !hanging.settings.contains(setting));
            hanging.of_partitions.extend(settings.map(|setting| (partition.sql.clone(), setting)));
        }
        Ok(hanging)
    }

    /// What only a partition has, and would be lost, for people.
    fn alone(&self, table: &Table, partition: &Table, column: &str) -> Vec<String> {
        let name = &partition.display;
        let mut things: Vec<String> = self
            .others
            .iter()
            .chain(&self.of_views)
            .map(|what| format!("{what} (partition {name})"))
            .collect();
        let mut add =
            |what: &str, own: &str| things.push(format!("{what} {own}, which only partition {name} has"));
        for index in self.indexes_of(partition).iter().filter(|index| index.parent.is_none()) {
            add("index", &index.name);
        }
        for check in self.constraints_of(partition, &["c"]) {
            if table.constraint(&check.name).is_none_or(|there| there.definition != check.definition) {
                add("constraint", &check.name);
            }
        }
        self.keys.iter().for_each(|key| add("foreign key", &key.name));
        self.views.iter().for_each(|view| add("view", &view.name));
        let default = |table: &Table| table.column(column).ok().and_then(|there| there.default.clone());
        if default(table) != default(partition) {
            things.push(format!("the default of partition {name}, which is another than that of its table"));
        }
        things
    }

    /// Refuses a column with something that cannot be carried over.
    pub(super) fn check(&self, table: &Table, column: &str) -> Result<()> {
        let mut things = self.others.clone();
        things.extend(self.of_views.iter().cloned());
        for there in self.constraints_of(table, &["x", "t"]) {
            things.push(format!("constraint {}, which is no key or CHECK", there.name));
        }
        for there in self.constraints_of(table, &["c"]).into_iter().filter(|there| !there.is_valid) {
            things.push(format!("constraint {}, which is NOT VALID", there.name));
        }
        things.extend(
            self.keys
                .iter()
                .filter(|key| !key.is_valid)
                .map(|key| format!("foreign key {} of {}, which is NOT VALID", key.name, key.table)),
        );
        for index in self.indexes_of(table) {
            let key = index.constraint.as_ref().and_then(|name| table.constraint(name));
            if key.is_some_and(|key| Deferrable::of(&key.definition) != Deferrable::Never) {
                // An index alone is checked at once, and would refuse what writers may do until the exchange.
                things.push(format!("constraint {}, which is DEFERRABLE", index.name));
            }
            if !index.is_valid {
                things.push(format!("index {}, which is invalid", index.name));
            }
            if index.tablespace.is_some() && index.is_partial {
                things
                    .push(format!("index {}, which is partial and has a tablespace of its own", index.name));
            }
        }
        refuse(table, column, things)
    }

    /// The same where the column stays, and only views are made again.
    pub(super) fn check_views(&self, table: &Table, column: &str) -> Result<()> {
        refuse(table, column, self.of_views.clone())
    }

    /// Refuses a type that the other ends of foreign keys cannot be compared with.
    pub(super) fn check_keys(&self, catalog: &dyn Catalog, to: &Column) -> Result<()> {
        for other in self.keys.iter().flat_map(|key| &key.other_types) {
            let compare = format!("SELECT CAST(NULL AS {}) = CAST(NULL AS {other})", to.data_type);
            catalog.understand(None, &|_| compare.clone())?;
        }
        Ok(())
    }

    /// The table's constraints of these kinds.
    pub(super) fn constraints_of<'a>(&self, table: &'a Table, kinds: &[&str]) -> Vec<&'a Constraint> {
        let is_it = |there: &&Constraint| {
            kinds.contains(&there.kind.as_str()) && self.constraints.iter().any(|own| own.name == there.name)
        };
        table.constraints.iter().filter(is_it).collect()
    }

    /// The indexes, with those of constraints.
    pub(super) fn indexes_of<'a>(&self, table: &'a Table) -> Vec<&'a Index> {
        let is_it = |index: &&Index| {
            self.indexes.contains(&index.oid)
                || index
                    .constraint
                    .as_ref()
                    .is_some_and(|of| self.constraints.iter().any(|own| &own.name == of))
        };
        table.indexes.iter().filter(is_it).collect()
    }

    pub(super) fn constraint_comment(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
    ) -> Option<Draft> {
        let own = self.constraints.iter().find(|own| own.name == name)?;
        comment_on(catalog, &table.sql, name, own.comment.as_ref())
    }
}

fn refuse(table: &Table, column: &str, things: Vec<String>) -> Result<()> {
    if things.is_empty() {
        return Ok(());
    }
    let (table, column) = (table.display.clone(), column.to_string());
    Err(ColumnError::Hanging { table, column, things }.into())
}

fn comment_on(catalog: &dyn Catalog, table: &str, name: &str, comment: Option<&String>) -> Option<Draft> {
    let comment = catalog.literal(comment?);
    let name = catalog.quote(name);
    Some(Draft::of_nothing(format!("COMMENT ON CONSTRAINT {name} ON {table} IS {comment}")))
}

impl Key {
    fn locking(&self, sql: String, mode: Mode) -> Draft {
        Draft { lock: format!("{} on {}", mode.words(), self.table), ..Draft::of_nothing(sql) }
    }

    pub(super) fn drop(&self, catalog: &dyn Catalog) -> Draft {
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", self.table, catalog.quote(&self.name));
        let mut draft = self.locking(sql, Mode::AccessExclusive);
        draft.lock.push_str(&format!(", and on {}", self.referenced));
        draft
    }

    /// As it was, without a look at the rows.
    pub(super) fn add(&self, catalog: &dyn Catalog) -> Vec<Draft> {
        let definition = self.definition.trim_end_matches(" NOT VALID");
        let name = catalog.quote(&self.name);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition} NOT VALID", self.table);
        let mut drafts = vec![self.locking(sql, Mode::ShareRowExclusive)];
        drafts.extend(comment_on(catalog, &self.table, &self.name, self.comment.as_ref()));
        drafts
    }

    pub(super) fn validate(&self, catalog: &dyn Catalog) -> Draft {
        let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", self.table, catalog.quote(&self.name));
        self.locking(sql, Mode::ShareUpdateExclusive).apart().because("reads the table, stops nobody")
    }
}

/// The views go, those that read others first.
pub(super) fn drop_views(catalog: &dyn Catalog, hanging: &Hanging) -> Result<Vec<Draft>> {
    let drop = |view: &View| {
        let there = catalog.table(&view.relation())?;
        let sql = format!("DROP VIEW {}", there.sql);
        Ok(Draft::new(sql, Mode::AccessExclusive, &there).because("made again in the same transaction"))
    };
    hanging.views.iter().rev().map(drop).collect()
}

/// The views come back as they were, for their owners and users, too.
pub(super) fn create_views(catalog: &dyn Catalog, hanging: &Hanging) -> Result<Vec<Draft>> {
    let mut drafts = Vec::new();
    for view in &hanging.views {
        let there = catalog.table(&view.relation())?;
        let columns: Vec<String> = there.columns.iter().map(|column| column.name.clone()).collect();
        let options = match view.options.as_slice() {
            [] => String::new(),
            options => format!(" WITH ({})", options.join(", ")),
        };
        let create = format!(
            "CREATE VIEW {} ({}){options} AS {}",
            there.sql,
            quoted_list(catalog, &columns),
            view.definition.trim().trim_end_matches(';')
        );
        let mut add = |sql: String| drafts.push(Draft::of_nothing(sql));
        add(create);
        let sharing = catalog.sharing(&there);
        revokes(catalog, &sharing, &there.sql).into_iter().for_each(&mut add);
        if there.owner != catalog.role() {
            add(format!("ALTER VIEW {} OWNER TO {}", there.sql, catalog.quote(&there.owner)));
        }
        grants(catalog, &sharing, &there.sql).into_iter().for_each(&mut add);
        if let Some(comment) = &sharing.comment {
            add(format!("COMMENT ON VIEW {} IS {}", there.sql, catalog.literal(comment)));
        }
        for column in &there.columns {
            if let Some(comment) = &column.comment {
                let name = catalog.quote(&column.name);
                add(format!("COMMENT ON COLUMN {}.{name} IS {}", there.sql, catalog.literal(comment)));
            }
        }
    }
    Ok(drafts)
}

impl View {
    fn relation(&self) -> Relation {
        Relation { schema: Some(self.schema.clone()), name: self.name.clone() }
    }
}

/// The column's default as one of the new type.
pub(super) fn default(
    catalog: &dyn Catalog,
    table: &Table,
    column: &Column,
    to: &Column,
) -> Result<Option<String>> {
    let Some(default) = column.default.as_ref().filter(|_| !column.is_generated) else { return Ok(None) };
    let name = catalog.quote(&column.name);
    let retype = OnTable::alter(format!("ALTER COLUMN {name} TYPE {} USING NULL", to.sql_type()));
    let set = |default: &str| set_default(catalog, &column.name, default);
    // As the server would carry it over; else as a value of the new type; else through a cast.
    let explicit = format!("CAST(({default}) AS {})", to.data_type);
    let tries = [
        vec![set(default), retype.clone()],
        vec![retype.clone(), set(default)],
        vec![retype.clone(), set(&explicit)],
    ];
    let mut last = Ok(None);
    for statements in tries {
        last = catalog.definition_after(table, &statements).map(Some);
        if last.is_ok() {
            break;
        }
    }
    last
}
