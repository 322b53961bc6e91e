//! What a job is to do in each of its schemas, as its row keeps it.

use migrate_core::error::{ElsewhereKind, Result};
use migrate_core::migration::Direction;
use serde::{Deserialize, Serialize};

use crate::engine::plan::request::{By, Request};
use crate::postgres::quoting;

/// What is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Spec {
    /// Up or down.
    pub direction: Direction,
    target: Option<i64>,
    steps: Option<i32>,
    by: String,
    only: Option<i64>,
    /// Whether the first schema goes alone.
    pub has_canary: bool,
    /// After how many schemas that failed no other is begun.
    pub max_failures: i32,
    /// How many workers there may be.
    pub workers: usize,
    /// Where it is not for schemas of this database: what it is for.
    #[serde(default)]
    pub elsewhere: Option<ElsewhereKind>,
    /// Whether it waits there while another migrator is at work.
    #[serde(default)]
    pub wait: bool,
    /// Whether it waits there for a good moment.
    #[serde(default)]
    preflight: bool,
    /// The callbacks that there were when it was asked for: what of them a schema has not come to is owed there.
    #[serde(default)]
    callbacks: Vec<i64>,
    /// The call of a safe operation that is to be made in each schema, in place of migrations.
    #[serde(default)]
    pub statement: Option<String>,
}

impl Spec {
    /// That of a request.
    pub fn new(request: &Request, has_canary: bool, max_failures: i32, workers: usize) -> Self {
        let by = match request.by {
            By::Version => "version",
            By::Application => "application",
        };
        Spec {
            direction: request.direction,
            target: request.target,
            steps: request.steps,
            by: by.into(),
            only: request.only,
            has_canary,
            max_failures,
            workers,
            elsewhere: None,
            wait: false,
            preflight: false,
            callbacks: Vec::new(),
            statement: None,
        }
    }

    /// The same for a call of a safe operation in place of migrations.
    #[must_use]
    pub fn with_statement(self, statement: String) -> Self {
        Spec { statement: Some(statement), ..self }
    }

    /// The call that goes on.
    pub fn goes_on(&self) -> &'static str {
        if self.statement.is_some() { "migrate.run" } else { call_of(self.direction) }
    }

    /// The same with the callbacks that there are.
    #[must_use]
    pub fn with_callbacks(self, callbacks: Vec<i64>) -> Self {
        Spec { callbacks, ..self }
    }

    /// The same for other places than schemas.
    #[must_use]
    pub fn for_others(self, kind: ElsewhereKind, wait: bool, preflight: bool) -> Self {
        Spec { elsewhere: Some(kind), wait, preflight, ..self }
    }

    /// The procedure that does it in a database.
    pub fn procedure_name(&self) -> &'static str {
        self.direction.as_str()
    }

    /// The same with what it is, as the server names it where it refuses it.
    pub fn procedure(&self) -> &'static str {
        match self.direction {
            Direction::Up => "procedure up",
            Direction::Down => "procedure down",
        }
    }

    /// The version that a rollback names, and whether it is the one to go back to, and not the one to take back.
    pub fn back_to(&self) -> Option<(i64, bool)> {
        match (self.direction, self.only, self.target) {
            (Direction::Down, Some(only), _) => Some((only, false)),
            (Direction::Down, None, Some(target)) if target > 0 && self.by == "version" => {
                Some((target, true))
            }
            _ => None,
        }
    }

    /// The call that does it in a database.
    pub fn call(&self) -> String {
        self.call_with(None)
    }

    /// The call that only says there what it would do.
    pub fn dry_run(&self) -> String {
        self.call_with(Some("dry_run => true"))
    }

    fn call_with(&self, more: Option<&str>) -> String {
        let number = |name: &str, value: Option<String>| value.map(|value| format!("{name} => {value}"));
        let by = (self.direction == Direction::Down).then(|| format!("'{}'", self.by));
        let arguments = [
            number("target", self.target.map(|target| target.to_string())),
            number("steps", self.steps.map(|steps| steps.to_string())),
            number("only_version", self.only.map(|only| only.to_string())),
            number("by", by),
            number("wait", Some(self.wait.to_string())),
            number("preflight", self.preflight.then(|| "true".into())),
            more.map(String::from),
        ];
        let arguments: Vec<String> = arguments.into_iter().flatten().collect();
        format!("CALL {}({})", call_of(self.direction), arguments.join(", "))
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    pub fn request(&self) -> Result<Request> {
        let by = By::of(&self.by)?;
        let Spec { direction, target, steps, only, .. } = *self;
        Ok(Request { direction, target, steps, by, only, again: false })
    }
}

/// The procedure that goes in a direction.
pub fn call_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "migrate.up",
        Direction::Down => "migrate.down",
    }
}

/// A search path with a schema before all others.
pub fn path_before(schema: &str, path: &str) -> String {
    let schema = quoting::identifier(schema);
    if path.trim().is_empty() { schema } else { format!("{schema}, {path}") }
}
