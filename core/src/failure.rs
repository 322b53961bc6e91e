//! What the server said when a statement failed, and how that is told with the place in the migration.

use serde::{Deserialize, Serialize};

use crate::migration::Direction;
use crate::plan::{Plan, Unit};
use crate::statement::Statement;
use crate::text;

/// An error of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// SQLSTATE, five characters.
    pub sqlstate: String,
    /// The message.
    pub message: String,
    /// The detail.
    pub detail: Option<String>,
    /// The hint.
    pub hint: Option<String>,
    /// The character of the statement at which it stands, from 1.
    #[serde(default)]
    pub position: Option<u32>,
}

/// Where in a plan something failed.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The unit's number, from 1.
    pub unit: u32,
    /// The statement; none where a transaction failed when it was to be committed.
    pub statement: Option<&'a Statement>,
    /// Whether the units before are committed (a job) or taken back with this one (the caller's transaction).
    pub committed: bool,
}

impl Failure {
    fn canceled(why: &str) -> Failure {
        let message = format!("canceling statement due to {why}");
        Failure { sqlstate: "57014".into(), message, detail: None, hint: None, position: None }
    }

    /// A cancel, as the server words it.
    pub fn cancel() -> Failure {
        Failure::canceled("user request")
    }

    /// The end of a statement that has lasted for longer than `statement_timeout`, as the server words it.
    pub fn statement_timeout() -> Failure {
        Failure::canceled("statement timeout")
    }

    /// A cancelled statement: SQLSTATE 57014.
    pub fn is_cancel(&self) -> bool {
        self.sqlstate == "57014"
    }

    /// Whether the server has no such function or operator, or more than one: SQLSTATE 42883, 42804, 42725.
    pub fn has_no_function(&self) -> bool {
        ["42883", "42804", "42725"].contains(&self.sqlstate.as_str())
    }

    /// The same, with what of a column has no meaning for its new type.
    #[must_use]
    pub fn needed_for(self, data_type: &str, what: &str) -> Failure {
        let detail = format!("It cannot be carried over to type {data_type}: {what}.");
        let hint = "Drop it before, and make what is to take its place when the change is complete.";
        Failure { detail: Some(detail), hint: Some(hint.into()), ..self }
    }

    /// Line and column in the file, as near as the server can say.
    pub fn line_and_column(&self, statement: &Statement) -> (u32, u32) {
        self.position.map_or((statement.line, statement.column), |position| statement.place(position))
    }

    /// The same failure, told with its place: migration, unit, statement, line and column; what is
    /// committed; and how to go on. `aftermath` says what was cleaned up.
    pub fn at(&self, place: &Place, aftermath: Option<&str>) -> Failure {
        let purpose = &place.plan.purpose;
        if purpose.operation.is_some() {
            return self.in_operation(place, aftermath);
        }
        let name = match purpose.direction {
            Direction::Up => "migration",
            Direction::Down => "rollback of migration",
        };
        let units = place.plan.units.len();
        let unit = if units > 1 { format!("unit {} of {units}, ", place.unit) } else { String::new() };
        let at = match place.statement {
            Some(statement) => {
                let (line, column) = self.line_and_column(statement);
                format!("in {unit}statement {}, line {line}, column {column}", statement.number)
            }
            None if units > 1 => format!("at the commit of {}", unit.trim_end_matches(", ")),
            None => "at commit".into(),
        };
        let verb = if self.is_cancel() { "was cancelled" } else { "failed" };
        let message = format!("{name} {} \"{}\" {verb} {at}", purpose.version, purpose.description);

        let mut detail = format!("{}: {}", self.sqlstate, self.message);
        if let Some(more) = &self.detail {
            detail.push_str(&format!(": {}", more.trim_end_matches('.')));
        }
        detail.push('.');
        for line in [self.committed(place), aftermath.map(str::to_string)].into_iter().flatten() {
            detail.push('\n');
            detail.push_str(&line);
        }
        let hint =
            [self.hint.clone(), self.way_on(place)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Failure {
            sqlstate: self.sqlstate.clone(),
            message,
            detail: Some(detail),
            hint: (!hint.is_empty()).then_some(hint),
            position: None,
        }
    }

    /// The same for a safe operation, whose statements are steps.
    fn in_operation(&self, place: &Place, aftermath: Option<&str>) -> Failure {
        // Those that were done already are none of the plan's, but have numbers.
        let steps = place.plan.units.last().and_then(Unit::statements).map_or(0, |(_, last)| last);
        let at = match place.statement {
            Some(statement) => {
                format!("in step {} of {steps}: {}", statement.number, text::one_line(&statement.text, 60))
            }
            None => "at commit".into(),
        };
        let verb = if self.is_cancel() { "was cancelled" } else { "failed" };
        let mut detail = format!("{}: {}", self.sqlstate, self.message);
        if let Some(more) = &self.detail {
            detail.push_str(&format!(": {}", more.trim_end_matches('.')));
        }
        detail.push('.');
        let before = &place.plan.units[..(place.unit as usize - 1).min(place.plan.units.len())];
        let done: usize = before.iter().map(|unit| unit.steps().len()).sum();
        match done {
            0 => {}
            1 => detail.push_str("\nThe step before it is committed."),
            done => detail.push_str(&format!("\nThe {done} steps before it are committed.")),
        }
        if let Some(aftermath) = aftermath {
            detail.push_str(&format!("\n{aftermath}"));
        }
        let way_on = place
            .committed
            .then(|| "Mend the cause and call it again: it goes on with what is missing.".into());
        let hint = [self.hint.clone(), way_on].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Failure {
            sqlstate: self.sqlstate.clone(),
            message: format!("{} {verb} {at}", place.plan.purpose.description),
            detail: Some(detail),
            hint: (!hint.is_empty()).then_some(hint),
            position: None,
        }
    }

    /// What stays of this migration.
    fn committed(&self, place: &Place) -> Option<String> {
        let done = &place.plan.units[..(place.unit as usize - 1).min(place.plan.units.len())];
        let statements = done
            .first()
            .and_then(Unit::statements)
            .zip(done.last().and_then(Unit::statements))
            .map(|((first, _), (_, last))| (first, last));
        match (done.len() as u32, statements) {
            (0, _) => self.leaves_nothing(place).then(|| "Nothing of this migration was changed.".into()),
            (1, Some((first, last))) => {
                let noun = if first == last { "statement" } else { "statements" };
                Some(format!("Unit 1 ({noun} {}) is committed.", text::range(first, last)))
            }
            (n, Some((first, last))) => Some(format!(
                "Units {} (statements {}) are committed.",
                text::range(1, n),
                text::range(first, last)
            )),
            _ => None,
        }
    }

    /// A transaction unit leaves nothing behind; a standalone statement may have.
    fn leaves_nothing(&self, place: &Place) -> bool {
        matches!(place.plan.units.get(place.unit as usize - 1), Some(Unit::Transaction(_)))
    }

    fn way_on(&self, place: &Place) -> Option<String> {
        let up = place.plan.purpose.direction == Direction::Up;
        let again = if up { "CALL migrate.up()" } else { "CALL migrate.down()" };
        if !place.committed {
            return None;
        }
        // A cancel and a lock that was not had have no cause in the data or the script.
        let what =
            if matches!(self.sqlstate.as_str(), "57014" | "55P03") { "" } else { "Mend the cause and " };
        Some(if place.unit == 1 {
            format!("{what}{again} to try again.")
        } else if up {
            format!(
                "{what}{again} to continue with unit {}, or CALL migrate.down() to take back what is committed.",
                place.unit
            )
        } else {
            format!("{what}{again} to continue with unit {}.", place.unit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::Script;
    use crate::plan::Purpose;
    use crate::relation::Relation;
    use crate::statement::{Class, Standalone};
    use crate::unit::{Known, NoFacts};

    fn statement(number: u32, class: Class) -> Statement {
        Statement {
            number,
            text: "SELECT\n nope".into(),
            start: 0,
            line: 10 + number,
            column: 3,
            tag: "SELECT".into(),
            class,
            tables: vec![],
            locks: vec![],
            bearing: None,
        }
    }

    fn plan(direction: Direction, classes: Vec<Class>) -> Plan {
        let statements =
            classes.into_iter().zip(1..).map(|(class, number)| statement(number, class)).collect();
        Plan {
            purpose: Purpose {
                direction,
                version: 7,
                description: "Add index".into(),
                checksum: "c".into(),
                fingerprint: "f".into(),
                derived: None,
                operation: None,
                record: None,
            },
            units: crate::unit::units(&Script::new(""), statements, &mut Known::new(&NoFacts)).unwrap(),
        }
    }

    fn index() -> Class {
        Class::Standalone(Standalone::CreateIndex {
            table: Relation { schema: None, name: "t".into() },
            index: Some("i".into()),
        })
    }

    fn failure() -> Failure {
        Failure {
            sqlstate: "23505".into(),
            message: "could not create unique index \"i\"".into(),
            detail: Some("Key (slug)=(hello) is duplicated.".into()),
            hint: None,
            position: None,
        }
    }

    #[test]
    fn tells_migration_unit_statement_and_place() {
        let plan = plan(Direction::Up, vec![Class::Ordinary, Class::Ordinary, index()]);
        let source = plan.units[1].steps()[0].source();
        let place = Place { plan: &plan, unit: 2, statement: Some(source), committed: true };
        let told = failure().at(&place, Some("The invalid index \"i\" was removed."));
        assert_eq!(told.sqlstate, "23505");
        assert_eq!(
            told.message,
            "migration 7 \"Add index\" failed in unit 2 of 2, statement 3, line 13, column 3"
        );
        assert_eq!(
            told.detail.unwrap(),
            "23505: could not create unique index \"i\": Key (slug)=(hello) is duplicated.\n\
             Unit 1 (statements 1 and 2) is committed.\n\
             The invalid index \"i\" was removed."
        );
        assert_eq!(
            told.hint.unwrap(),
            "Mend the cause and CALL migrate.up() to continue with unit 2, or CALL migrate.down() to take back what is committed."
        );
    }

    #[test]
    fn a_transaction_unit_leaves_nothing() {
        let plan = plan(Direction::Down, vec![Class::Ordinary]);
        let source = plan.units[0].steps()[0].source();
        let place = Place { plan: &plan, unit: 1, statement: Some(source), committed: true };
        let mut failure = failure();
        failure.position = Some(9);
        failure.detail = None;
        failure.hint = Some("Try this.".into());
        let told = failure.at(&place, None);
        assert_eq!(
            told.message,
            "rollback of migration 7 \"Add index\" failed in statement 1, line 12, column 2"
        );
        assert_eq!(
            told.detail.unwrap(),
            "23505: could not create unique index \"i\".\nNothing of this migration was changed."
        );
        assert_eq!(told.hint.unwrap(), "Try this. Mend the cause and CALL migrate.down() to try again.");
    }

    #[test]
    fn a_failing_commit_has_no_statement() {
        let plan = plan(Direction::Up, vec![Class::Ordinary]);
        let place = Place { plan: &plan, unit: 1, statement: None, committed: false };
        let told = failure().at(&place, None);
        assert_eq!(told.message, "migration 7 \"Add index\" failed at commit");
        assert_eq!(told.hint, None);
    }
}
