//! `migrate.safe_add_column`: in one short statement where the server keeps the default in the catalog; otherwise the
//! column first, with its default for new rows, then the rows that are there, batch by batch, and NOT NULL last.

use crate::backfill::{Assignment, Backfill, closed};
use crate::error::{ColumnError, DefinitionError, Result};
use crate::facts::{Added, Catalog, Column, Table};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{AddColumn, DropColumn, Operation, SetNotNull};
use crate::steps::citus::{self, Given};
use crate::steps::free::{Names, chosen};
use crate::steps::obstacles::check_fill;
use crate::steps::operation::SafeOperation;
use crate::steps::replication::told_of_new;
use crate::steps::stored;
use crate::steps::tree::{check_family, left_out};
use crate::text::joined;

/// Types that are integers with a sequence of their own.
const SERIALS: [(&str, &str); 6] = [
    ("serial", "integer"),
    ("serial4", "integer"),
    ("bigserial", "bigint"),
    ("serial8", "bigint"),
    ("smallserial", "smallint"),
    ("serial2", "smallint"),
];

/// The first server that knows virtual columns.
const VIRTUAL_SINCE: u32 = 18;

/// What is said of a virtual column.
const COMPUTED: &str = "computed when it is read: no row is read or written";

impl SafeOperation for AddColumn {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        check_family(&table)?;
        self.check_virtual(catalog)?;
        if let Some(parent) = &table.parent
            && !table.has_column(&self.column)
        {
            let (column, parent) = (self.column.clone(), parent.display.clone());
            return Err(ColumnError::OfPartition { table: table.display, column, parent }.into());
        }
        let name = catalog.quote(&self.column);
        let added = catalog.added_column(
            &table,
            &self.column,
            &format!("ADD COLUMN {name} {}", self.definition(true)),
        )?;
        let given = citus::check_added(self, self.numbers().is_some(), catalog, &table, &added)?;
        let there = table.columns.iter().find(|column| column.name == self.column);
        if let Some(there) = there {
            self.must_be_same(there, &added.column)?;
        }
        let is_small = table.is_small_tree() && given != Given::Each;
        let mut drafts = match there {
            None if given == Given::AtOneMoment => {
                citus::at_one_moment(self, catalog, &table, &self.definition(false))?
            }
            // The server would read every row, and everybody would wait.
            None if self.is_virtual && added.column.is_not_null && !is_small => {
                let mut drafts = vec![self.alter_as(catalog, &table, &self.of_values()).because(COMPUTED)];
                drafts.extend(self.not_null(catalog, &table, None, &added)?);
                drafts
            }
            None if !added.rewrites || is_small => vec![self.at_once(catalog, &table, &added)?],
            // It is there, and NOT NULL if it is to be: by whichever road it came.
            Some(_) if !added.rewrites || (is_small && !self.is_begun(catalog, &table, &added)?) => {
                let at_once = self.alter(catalog, &table).done_if(true);
                let mut drafts = vec![at_once];
                if added.column.is_not_null && !table.is_filled(&self.column) {
                    drafts.extend(self.not_null(catalog, &table, there, &added)?);
                }
                drafts
            }
            _ => self.long_road(catalog, &table, there, &added)?,
        };
        if there.is_none()
            && let Some(first) = drafts.first_mut()
        {
            let far = left_out(
                &table,
                "must have it on its server, too, or reads of it fail; its rows are not filled",
            );
            let why = [std::mem::take(&mut first.detail), told_of_new(catalog, &table), far];
            first.detail = joined(why);
        }
        if let Some(comment) = &self.comment {
            let sql = format!("COMMENT ON COLUMN {}.{name} IS {}", table.sql, catalog.literal(comment));
            let is_done = there.and_then(|there| there.comment.as_ref()) == Some(comment);
            let what = words::comment_on("column", &self.column);
            drafts.push(Draft::new(what, sql, Mode::ShareUpdateExclusive, &table).done_if(is_done));
        }
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let Some(there) = table.columns.iter().find(|column| column.name == self.column) else {
            let drop = DropColumn { table: self.table.clone(), column: self.column.clone() };
            return Ok(Some(vec![Operation::DropColumn(drop)]));
        };
        if self.is_not_null && !table.is_filled(&there.name) {
            let set = SetNotNull::new(&self.table, &self.column);
            return set.inverse(catalog);
        }
        Ok(Some(Vec::new()))
    }
}

impl AddColumn {
    /// What stands behind the column's name; without its default and NOT NULL, if not `whole`.
    fn definition(&self, whole: bool) -> String {
        let mut sql = closed(&self.data_type);
        if let Some(collation) = &self.collation {
            sql.push_str(&format!(" COLLATE {}", closed(collation)));
        }
        if whole {
            sql.push_str(&self.generated_words());
            if let Some(identity) = &self.identity {
                sql.push_str(&format!(" GENERATED {} AS IDENTITY", identity.to_uppercase()));
            }
            if let Some(default) = &self.default {
                sql.push_str(&format!(" DEFAULT {}", closed(default)));
            }
            if self.is_not_null {
                sql.push_str(" NOT NULL");
            }
        }
        sql
    }

    /// The same with all but NOT NULL, of a column that is generated.
    fn of_values(&self) -> String {
        format!("{}{}", self.definition(false), self.generated_words())
    }

    fn generated_words(&self) -> String {
        let kind = if self.is_virtual { "VIRTUAL" } else { "STORED" };
        let generated = self.generated.as_ref();
        generated
            .map(|generated| format!(" GENERATED ALWAYS AS ({}) {kind}", closed(generated)))
            .unwrap_or_default()
    }

    /// Refuses a virtual column that is not generated, and a server that knows none.
    fn check_virtual(&self, catalog: &dyn Catalog) -> Result<()> {
        if self.is_virtual && self.generated.is_none() {
            return Err(ColumnError::NothingVirtual { column: self.column.clone() }.into());
        }
        let version = catalog.server_version();
        if self.is_virtual && version < VIRTUAL_SINCE {
            return Err(ColumnError::NoVirtual { version }.into());
        }
        Ok(())
    }

    /// Of a serial type, the type of its numbers.
    fn numbers(&self) -> Option<&'static str> {
        let wanted = self.data_type.trim().to_lowercase();
        SERIALS.iter().find(|(serial, _)| *serial == wanted).map(|(_, numbers)| *numbers)
    }

    fn alter(&self, names: &dyn Quoting, table: &Table) -> Draft {
        self.alter_as(names, table, &self.definition(true))
    }

    fn alter_as(&self, names: &dyn Quoting, table: &Table, definition: &str) -> Draft {
        let name = names.quote(&self.column);
        let sql = format!("ALTER TABLE {} ADD COLUMN {name} {definition}", table.sql);
        Draft::new(words::add_column(&self.column, &self.data_type), sql, Mode::AccessExclusive, table)
    }

    /// One statement.
    fn at_once(&self, catalog: &dyn Catalog, table: &Table, added: &Added) -> Result<Draft> {
        let has_value = added.column.default.is_some() || added.column.is_identity;
        if added.column.is_not_null && !has_value && catalog.rows(table, None, 1)? > 0 {
            let (table, column) = (table.display.clone(), self.column.clone());
            return Err(ColumnError::NoDefault { table, column }.into());
        }
        Ok(self.alter(catalog, table).because(match (added.rewrites, has_value) {
            _ if self.is_virtual && !added.column.is_not_null => COMPUTED,
            _ if self.is_virtual => "the table is small",
            (true, _) => "the table is small",
            (false, true) => "the default is kept in the catalog: no row is read or written",
            (false, false) => "no row is read or written",
        }))
    }

    /// Column and default, then the rows that are there, then NOT NULL.
    fn long_road(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        there: Option<&Column>,
        added: &Added,
    ) -> Result<Vec<Draft>> {
        let name = catalog.quote(&self.column);
        let (mut drafts, definition, default, owned) = match self.numbers() {
            Some(numbers) => {
                let is_own = |name: &str| {
                    let default = there.and_then(|there| there.default.as_deref()).unwrap_or_default();
                    Ok(default.contains(&format!("{name}'")) || default.contains(&format!("{name}\"'")))
                };
                let numbered = |number| chosen(&table.name, &self.column, "seq", number);
                let sequence = Names::new(catalog).choose(&table.schema, numbered, is_own)?;
                let step = |verb: &str, how: &str| words::sequence(verb, &sequence, how);
                let (creates, owns) = (step("create", ""), step("alter", "owned by the column"));
                let sequence = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(&sequence));
                let create = format!("CREATE SEQUENCE {sequence} AS {numbers}");
                let create = Draft::of_nothing(creates, create);
                let default = format!("nextval({}::regclass)", catalog.literal(&sequence));
                let owned = format!("ALTER SEQUENCE {sequence} OWNED BY {}.{name}", table.sql);
                let owned = Draft::new(owns, owned, Mode::ShareUpdateExclusive, table);
                (vec![create.done_if(there.is_some())], numbers.to_string(), default, Some(owned))
            }
            None => {
                let Some(default) = self.default.clone() else {
                    return Err(self.rewrite(catalog, table, added));
                };
                let bare = self.definition(false);
                let actions = format!("ADD COLUMN {name} {bare}");
                if catalog.added_column(table, &self.column, &actions)?.rewrites {
                    return Err(self.rewrite(catalog, table, added));
                }
                (vec![], bare, default, None)
            }
        };
        let add = format!(
            "ALTER TABLE {} ADD COLUMN {name} {definition}, ALTER COLUMN {name} SET DEFAULT {}",
            table.sql,
            closed(&default)
        );
        drafts.push(
            Draft::new(
                words::add_column(&self.column, &definition),
                add.clone(),
                Mode::AccessExclusive,
                table,
            )
            .done_if(there.is_some())
            .because("the default is for new rows: no row is read or written"),
        );
        if let Some(owned) = owned {
            // Done together with the column.
            drafts.push(owned.done_if(there.is_some()));
        }
        drafts.extend(self.fill(catalog, table, there, added, &add)?);
        if added.column.is_not_null {
            drafts.extend(self.not_null(catalog, table, there, added)?);
        }
        Ok(drafts)
    }

    /// The backfill of the rows that were there.
    fn backfill(&self, names: &dyn Quoting, table: &Table, added: &Added) -> Backfill {
        let set = Assignment { column: self.column.clone(), expression: "DEFAULT".into() };
        let name = names.quote(&self.column);
        // A row with nothing but NULLs in it is a value, and IS NULL.
        let condition = if added.column.is_row { stored::has_none(&name) } else { format!("{name} IS NULL") };
        // A row that has a value is done.
        Backfill::new(table.relation(), vec![set], Some(condition.clone())).with_rest(Some(condition))
    }

    fn fill(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        there: Option<&Column>,
        added: &Added,
        add: &str,
    ) -> Result<Vec<Draft>> {
        check_fill(table)?;
        let mut backfill = self.backfill(catalog, table, added);
        if table.citus.is_some() {
            let set = backfill.assignments.iter_mut().zip(&self.default);
            set.for_each(|(one, default)| one.expression.clone_from(default));
            backfill.made = vec![self.column.clone()];
        }
        let is_done = match there {
            None => false,
            Some(_) if table.is_filled(&self.column) => true,
            // A NULL that somebody has set since is his.
            Some(_) if !added.column.is_not_null => {
                catalog.is_filled(table, &self.column, &backfill) || !catalog.has_run(add)
            }
            Some(_) if table.citus.is_some() => citus::is_full(catalog, table, &self.column)?,
            Some(_) => catalog.rows(table, Some(&self.column), 1)? == 0,
        };
        // Of what is done it does not matter how it was.
        if table.citus.is_some() && !is_done {
            citus::by_key(table, &mut backfill)?;
        }
        Ok(vec![Draft::backfill(catalog, backfill, table).done_if(is_done)])
    }

    /// Whether the long road was begun, and not come to its end.
    fn is_begun(&self, catalog: &dyn Catalog, table: &Table, added: &Added) -> Result<bool> {
        let backfill = self.backfill(catalog, table, added);
        let is_left = self.is_not_null && catalog.rows(table, Some(&self.column), 1)? > 0;
        Ok(is_left && !catalog.is_filled(table, &self.column, &backfill))
    }

    /// NOT NULL, of a column that is there or will be.
    fn not_null(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        there: Option<&Column>,
        added: &Added,
    ) -> Result<Vec<Draft>> {
        let set = SetNotNull::new(&self.table, &self.column);
        let mut table = table.clone();
        if there.is_none() {
            table.columns.push(Column { is_not_null: false, ..added.column.clone() });
        }
        let mut drafts = set.drafts_on(catalog, &table)?;
        // What is filled must be committed before it is proved.
        if let Some(first) = drafts.first_mut() {
            first.is_apart = true;
        }
        Ok(drafts)
    }

    /// Refuses a column of that name that is another one.
    fn must_be_same(&self, there: &Column, wanted: &Column) -> Result<()> {
        let is_serial = self.numbers().is_some();
        let has_default = |column: &Column| match (&column.default, is_serial) {
            (Some(default), true) => default.starts_with("nextval("),
            (default, _) => *default == wanted.default,
        };
        let is_same = there.data_type == wanted.data_type
            && there.collation == wanted.collation
            && there.is_generated == wanted.is_generated
            && there.is_virtual == wanted.is_virtual
            && there.is_identity == wanted.is_identity
            && (has_default(there) || is_serial && there.default == wanted.default)
            // It is set last, so it may be still to come.
            && (wanted.is_not_null || !there.is_not_null);
        if is_same {
            return Ok(());
        }
        let (what, name) = ("column", self.column.clone());
        let (there, wanted) = (there.words(), wanted.words());
        Err(DefinitionError::Differs { what, name, there, wanted }.into())
    }

    /// Why a large table cannot have it.
    fn rewrite(&self, catalog: &dyn Catalog, table: &Table, added: &Added) -> crate::Error {
        let column = shown(&self.column);
        let (why, instead) = if added.column.is_generated {
            (
                "A generated column is computed for every row.".into(),
                match catalog.server_version() >= VIRTUAL_SINCE {
                    true => format!(
                        "With virtual => true it is computed when it is read, and no row is written. Or add an ordinary column, keep it right with a trigger, and fill it: migrate.safe_backfill(table_name, '{column} = ...')."
                    ),
                    false => format!(
                        "Add an ordinary column, keep it right with a trigger, and fill it: migrate.safe_backfill(table_name, '{column} = ...')."
                    ),
                },
            )
        } else if added.column.is_identity {
            (
                "An identity column is given a number in every row.".into(),
                "Use type bigserial: its sequence and default are set first, and the rows are filled batch by batch."
                    .into(),
            )
        } else {
            (
                format!("Every row would be checked by type {}.", added.column.data_type),
                "Use the domain's base type, and add its constraint with migrate.safe_add_constraint.".into(),
            )
        };
        let asked = format!("add column \"{}\" to", self.column);
        ColumnError::Rewrite { table: table.display.clone(), asked, why, instead }.into()
    }
}

impl Column {
    /// Its definition, for people.
    fn words(&self) -> String {
        let mut words = self.data_type.clone();
        if let Some(collation) = &self.collation {
            words.push_str(&format!(" COLLATE {collation}"));
        }
        match (&self.default, self.is_generated) {
            (Some(expression), true) => {
                let kind = if self.is_virtual { "VIRTUAL" } else { "STORED" };
                words.push_str(&format!(" GENERATED ALWAYS AS ({expression}) {kind}"))
            }
            (Some(default), false) => words.push_str(&format!(" DEFAULT {default}")),
            (None, _) => {}
        }
        if self.is_identity {
            words.push_str(" GENERATED AS IDENTITY");
        }
        if self.is_not_null {
            words.push_str(" NOT NULL");
        }
        words
    }
}
