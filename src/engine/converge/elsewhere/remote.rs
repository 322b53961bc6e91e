//! A foreign server that is asked by dblink, as the asker: by the server's own user mapping, with no password of ours.
//!
//! Whoever asks is a worker, so its connections go with it. They are asked side by side: nothing here waits but the
//! connecting itself.

use std::collections::VecDeque;

use migrate_core::error::{ElsewhereError, Error, MigrationError, Result};
use migrate_core::failure::Failure;
use migrate_core::release;
use pgrx::datum::DatumWithOid;

use super::away::{Away, pause, side_by_side};
use super::errand::{Answer, Query};
use crate::engine::converge::spec::Spec;
use crate::postgres::{extension, procedure, spi, toplevel};
use crate::registry::parcels::Parcel;
use crate::registry::{labels, servers};

/// What is asked, one after the other.
enum Step {
    /// The version of the extension there.
    Version,
    /// To register what is missing.
    Register(String),
    /// A command of which nothing but its success is of interest.
    Command(&'static str),
    /// The call of up or down, from which on it may be done there.
    Call(String),
    /// The same call, which only says what it would do.
    Preview(String),
    /// The newest version that is applied there, where a rollback has said that the version it is to go back to is not.
    Newest,
    /// A query that changes nothing.
    Query(&'static str),
}

impl Step {
    /// The SQL, of which each has one row of one text.
    fn sql(&self) -> String {
        match self {
            Step::Version => "SELECT (SELECT extversion::pg_catalog.text FROM pg_catalog.pg_extension
                         WHERE extname OPERATOR(pg_catalog.=) 'migrate_ext')"
                .into(),
            Step::Register(json) => {
                format!("SELECT migrate.load_registry({}::pg_catalog.jsonb)::pg_catalog.text", quoted(json))
            }
            Step::Command(sql) => (*sql).into(),
            Step::Call(call) | Step::Preview(call) => call.clone(),
            Step::Newest => "SELECT migrate.current_version()::pg_catalog.text".into(),
            Step::Query(sql) => (*sql).into(),
        }
    }
}

/// A text that is quoted whatever the settings of the other end are.
fn quoted(text: &str) -> String {
    let mut tag = "migrate".to_string();
    while text.contains(&format!("${tag}$")) {
        tag.push('_');
    }
    format!("${tag}${text}${tag}$")
}

/// The step that has what is missing be registered, if anything is registered here.
fn registering(parcels: &[Parcel]) -> Option<Step> {
    let json = || serde_json::to_string(parcels).unwrap_or_default();
    (!parcels.is_empty()).then(|| Step::Register(json()))
}

/// A server that is being asked.
pub struct Remote {
    server: String,
    connection: String,
    /// The schema of dblink's functions.
    dblink: String,
    steps: VecDeque<Step>,
    now: Step,
    is_cancelled: bool,
    /// The version that a rollback names, and whether it is the one to go back to.
    back: Option<(i64, bool)>,
    /// That it is not applied there, until it is known whether anything behind it is.
    missed: Option<Failure>,
}

impl Remote {
    /// Asks for a call; `number` makes the connection's name its own.
    ///
    /// # Errors
    ///
    /// [`ElsewhereError::NoServer`], [`ElsewhereError::NoDblink`]; what dblink says where it cannot connect, or may not.
    pub fn call(server: &str, number: i64, spec: &Spec, parcels: &[Parcel]) -> Result<Remote> {
        let register = registering(parcels);
        let steps = register.into_iter().chain([Step::Call(spec.call())]);
        Remote::begin(server, number, steps.collect(), spec.back_to())
    }

    /// Asks what a call would do, in a transaction that ends with the connection: nothing of it stays.
    ///
    /// # Errors
    ///
    /// As [`Remote::call`].
    pub fn preview(server: &str, number: i64, spec: &Spec, parcels: &[Parcel]) -> Result<Remote> {
        let begin = [Step::Command("BEGIN"), Step::Command("SET LOCAL lock_timeout = '5s'")];
        let look = [Step::Preview(spec.dry_run())];
        let steps = begin.into_iter().chain(registering(parcels)).chain(look);
        Remote::begin(server, number, steps.collect(), spec.back_to())
    }

    /// Asks a query.
    ///
    /// # Errors
    ///
    /// As [`Remote::call`].
    pub fn query(server: &str, number: i64, query: Query) -> Result<Remote> {
        Remote::begin(server, number, VecDeque::from([Step::Query(query.sql())]), None)
    }

    fn begin(server: &str, number: i64, steps: VecDeque<Step>, back: Option<(i64, bool)>) -> Result<Remote> {
        let look = || {
            servers::check_there(server)?;
            servers::dblink()
        };
        let dblink = toplevel::in_transaction(look).map_err(Error::Server)??;
        let connection = format!("migrate_ext {number}");
        let mut remote = Remote {
            server: server.into(),
            connection,
            dblink,
            steps,
            now: Step::Version,
            is_cancelled: false,
            back,
            missed: None,
        };
        let connect = format!("SELECT {}.dblink_connect($1, $2)", remote.dblink);
        remote.ask(&connect, &[remote.connection.clone().into(), server.into()]).map_err(Error::Server)?;
        remote.send().inspect_err(|_| remote.close()).map_err(Error::Server)?;
        Ok(remote)
    }

    /// Runs a query of dblink's as the asker, in a transaction of its own; its one text.
    fn ask(&self, sql: &str, args: &[DatumWithOid]) -> std::result::Result<Option<String>, Failure> {
        toplevel::in_transaction(|| spi::user_row(sql, args, |row| row.get::<String>(1))).map(Option::flatten)
    }

    fn send(&self) -> std::result::Result<(), Failure> {
        let sql = format!("SELECT {}.dblink_send_query($1, $2)::pg_catalog.text", self.dblink);
        let sent = self.ask(&sql, &[self.connection.clone().into(), self.now.sql().into()])?;
        if sent.as_deref() == Some("1") { Ok(()) } else { Err(self.lost()) }
    }

    fn is_busy(&self) -> std::result::Result<bool, Failure> {
        let sql = format!("SELECT {}.dblink_is_busy($1)::pg_catalog.text", self.dblink);
        Ok(self.ask(&sql, &[self.connection.clone().into()])?.as_deref() == Some("1"))
    }

    /// The answer to what is asked now: a row of one text, and the end behind it.
    fn take(&self) -> std::result::Result<Option<Option<String>>, Failure> {
        let sql = format!("SELECT r.t FROM {}.dblink_get_result($1) AS r (t pg_catalog.text)", self.dblink);
        let args = || [self.connection.clone().into()];
        let read = |row: spi::Row| row.get::<String>(1);
        let answer = toplevel::in_transaction(|| spi::user_row(&sql, &args(), read))?;
        if answer.is_some() {
            toplevel::in_transaction(|| spi::user_row(&sql, &args(), read))?;
        }
        Ok(answer)
    }

    /// Takes the end behind an error.
    fn drain(&self) -> std::result::Result<(), Failure> {
        let sql = format!("SELECT r.t FROM {}.dblink_get_result($1) AS r (t pg_catalog.text)", self.dblink);
        let read = |row: spi::Row| row.get::<String>(1);
        toplevel::in_transaction(|| spi::user_row(&sql, &[self.connection.clone().into()], read)).map(drop)
    }

    /// Whether a rollback is refused since the version that it names is not applied: of many servers, some are always
    /// further than others. The other end has the same library, and so the same words.
    fn is_not_applied(&self, failure: &Failure, version: i64) -> bool {
        let refused = Error::from(MigrationError::NotApplied { version }).failure();
        matches!(self.now, Step::Call(_) | Step::Preview(_))
            && (&failure.sqlstate, &failure.message) == (&refused.sqlstate, &refused.message)
    }

    /// Whether a server is where it was to go back to: the newest version that it has comes before that.
    fn is_back(&mut self, newest: Option<&str>) -> Result<Answer> {
        let version = self.back.map_or(0, |(version, _)| version);
        let newest = newest.and_then(|newest| newest.parse::<i64>().ok());
        let is_before = || newest.is_none_or(|newest| labels::is_before(newest, version));
        match (toplevel::in_transaction(is_before).map_err(Error::Server)?, self.missed.take()) {
            (false, Some(failure)) => Err(Error::Server(failure)),
            _ => Ok(passed_by(version)),
        }
    }

    fn lost(&self) -> Failure {
        Error::from(ElsewhereError::Lost { server: self.server.clone() }).failure()
    }

    /// Takes an answer, and asks what comes next; the whole answer when that was all.
    fn go_on(&mut self) -> Result<Option<Answer>> {
        if self.is_busy().map_err(Error::Server)? {
            return Ok(None);
        }
        let taken = match (self.take(), self.back) {
            (Err(failure), Some((version, is_target))) if self.is_not_applied(&failure, version) => {
                self.drain().map_err(Error::Server)?;
                if !is_target {
                    return Ok(Some(passed_by(version)));
                }
                if matches!(self.now, Step::Preview(_)) {
                    self.steps.push_back(Step::Command("ROLLBACK"));
                }
                self.steps.push_back(Step::Newest);
                self.missed = Some(failure);
                Some(None)
            }
            // That is for people to look into, and what was said before is why.
            (Err(failure), _) => {
                return Err(Error::Server(self.missed.take().unwrap_or(failure)));
            }
            (Ok(taken), _) => taken,
        };
        let said = taken.ok_or_else(|| Error::Server(self.lost()))?;
        let mut answer = Answer::default();
        match &self.now {
            Step::Version => {
                let version = said.ok_or(ElsewhereError::NoExtension)?;
                release::check(&version, extension::library())?;
            }
            Step::Register(_) | Step::Command(_) => {}
            Step::Call(_) | Step::Preview(_) => answer.summary = said,
            Step::Newest => return self.is_back(said.as_deref()).map(Some),
            Step::Query(_) => {
                answer.rows = said.and_then(|rows| serde_json::from_str(&rows).ok());
            }
        }
        let Some(next) = self.steps.pop_front() else { return Ok(Some(answer)) };
        self.now = next;
        self.send().map_err(Error::Server)?;
        Ok(None)
    }
}

/// What a server answers that has nothing to take back.
fn passed_by(version: i64) -> Answer {
    let summary = Some(format!("nothing to roll back, migration {version} is not applied"));
    Answer { summary, ..Answer::default() }
}

/// A failure whose message is its first line: libpq's have more.
fn in_one_line(failure: Failure) -> Failure {
    let mut lines = failure.message.lines().map(str::trim).filter(|line| !line.is_empty());
    let message = lines.next().unwrap_or_default().to_string();
    let detail: Vec<String> = lines.map(String::from).chain(failure.detail).collect();
    let detail = (!detail.is_empty()).then(|| detail.join(" "));
    Failure { message, detail, ..failure }
}

/// Whether a failure may be one of the connection, and not of what was asked for.
fn is_of_connection(failure: &Failure) -> bool {
    let state = failure.sqlstate.as_str();
    state.starts_with("08") || ["57P01", "57P02", "57P03", "57P05"].contains(&state)
}

impl Away for Remote {
    fn name(&self) -> &str {
        &self.server
    }

    fn look(&mut self) -> Option<Answer> {
        // One of this process is no failure of the server, and is answered between two looks.
        let _held = procedure::hold_cancel();
        let answer = match self.go_on() {
            Ok(answer) => answer?,
            Err(error) => {
                let failure = in_one_line(error.failure());
                let is_unknown = matches!(self.now, Step::Call(_)) && is_of_connection(&failure);
                Answer { is_unknown, ..Answer::from(failure) }
            }
        };
        self.close();
        Some(answer)
    }

    fn cancel(&mut self) -> bool {
        if !self.is_cancelled {
            self.is_cancelled = true;
            let sql = format!("SELECT {}.dblink_cancel_query($1)", self.dblink);
            if self.ask(&sql, &[self.connection.clone().into()]).is_err() {
                return true;
            }
        }
        !self.is_busy().unwrap_or(false)
    }

    fn close(&mut self) {
        let sql = format!("SELECT {}.dblink_disconnect($1)", self.dblink);
        // One that is not there any more is what was wanted.
        if let Err(failure) = self.ask(&sql, &[self.connection.clone().into()]) {
            pgrx::debug1!("{}", failure.message);
        }
    }
}

/// Asks each server the same; what each has answered, in their order.
///
/// # Errors
///
/// A cancel.
pub fn ask_all(names: &[String], query: Query, most: usize) -> Result<Vec<Answer>> {
    let send = |name: &str, at: usize| Remote::query(name, at as i64, query);
    side_by_side(names, most, send, || pause(POLL_MS))
}

/// Asks each server what a call would do; what each has answered, in their order.
///
/// # Errors
///
/// A cancel.
pub fn preview_all(names: &[String], spec: &Spec, parcels: &[Parcel], most: usize) -> Result<Vec<Answer>> {
    let send = |name: &str, at: usize| Remote::preview(name, at as i64, spec, parcels);
    side_by_side(names, most, send, || pause(POLL_MS))
}

/// How often a server is asked whether it has an answer.
pub const POLL_MS: i64 = 20;
