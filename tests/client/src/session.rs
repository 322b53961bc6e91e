//! One connection.

use std::sync::{Arc, Mutex};

use postgres::error::DbError;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Config, NoTls, SimpleQueryMessage};

use crate::pending::Pending;
use crate::server::Server;

/// A connection; statements go through the simple protocol, as psql sends them, unless said otherwise.
pub struct Session {
    client: Client,
    config: Config,
    notices: Arc<Mutex<Vec<Notice>>>,
}

/// Ends what a session runs, from another session of the same role.
///
/// A client's own cancel request comes as two signals, of which the second may arrive after the statement has ended, and
/// meet the session's next one; and the client does not wait for either.
pub struct Canceller {
    config: Config,
    pid: String,
}

impl Canceller {
    /// Cancels it.
    pub fn cancel(&self) {
        let mut client = self.config.connect(NoTls).expect("a connection to cancel another");
        client.simple_query(&format!("SELECT pg_catalog.pg_cancel_backend({})", self.pid)).expect("cancel");
    }
}

/// What the server says by the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// NOTICE, WARNING ...
    pub severity: String,
    /// The message.
    pub message: String,
}

/// An error of the server, or of the connection (then without SQLSTATE).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlError {
    /// Five characters.
    pub sqlstate: String,
    /// The message.
    pub message: String,
    /// DETAIL, empty if there is none.
    pub detail: String,
    /// HINT, empty if there is none.
    pub hint: String,
}

impl SqlError {
    fn new(error: &postgres::Error) -> SqlError {
        let own = |text: Option<&str>| text.unwrap_or_default().to_string();
        match error.as_db_error() {
            Some(error) => SqlError {
                sqlstate: error.code().code().into(),
                message: error.message().into(),
                detail: own(error.detail()),
                hint: own(error.hint()),
            },
            None => SqlError {
                sqlstate: String::new(),
                message: error.to_string(),
                detail: String::new(),
                hint: String::new(),
            },
        }
    }
}

impl Session {
    /// The payloads of the notifications that have come since it was asked last.
    pub fn notifications(&mut self) -> Vec<String> {
        // What the server has for a session comes with the answer to its next statement.
        self.exec("SELECT 1");
        let mut there = self.client.notifications();
        there.iter().map(|one| Ok(one.payload().to_string())).collect().expect("notifications")
    }

    /// Connects.
    pub fn open(server: &Server, database: &str, role: &str) -> Session {
        Session::try_open(server, database, role)
            .unwrap_or_else(|error| panic!("no connection to {database} as {role}: {error:?}"))
    }

    /// Connects, if the server lets it.
    pub fn try_open(server: &Server, database: &str, role: &str) -> Result<Session, SqlError> {
        let notices: Arc<Mutex<Vec<Notice>>> = Arc::default();
        let seen = notices.clone();
        let notice = move |notice: DbError| {
            let notice = Notice { severity: notice.severity().into(), message: notice.message().into() };
            seen.lock().expect("notices").push(notice);
        };
        let mut config = Config::new();
        config
            .host_path(server.host())
            .port(server.port())
            .user(role)
            .dbname(database)
            .application_name("client test");
        let client =
            config.clone().notice_callback(notice).connect(NoTls).map_err(|error| SqlError::new(&error))?;
        Ok(Session { client, config, notices })
    }

    /// Runs SQL, which may be many statements; the rows of all of them.
    pub fn try_query(&mut self, sql: &str) -> Result<Vec<String>, SqlError> {
        let messages = self.client.simple_query(sql).map_err(|error| SqlError::new(&error))?;
        let text = |message: SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => {
                let columns: Vec<&str> = (0..row.len()).map(|at| row.get(at).unwrap_or_default()).collect();
                Some(columns.join("|"))
            }
            _ => None,
        };
        Ok(messages.into_iter().filter_map(text).collect())
    }

    /// The rows as text.
    pub fn query_text(&mut self, sql: &str) -> Vec<String> {
        self.try_query(sql).unwrap_or_else(|error| panic!("{sql}: {error:#?}"))
    }

    /// The rows of `SELECT sql, status FROM migrate.…(…)`, which has the SQL of its steps only in a dry run: that comes
    /// first, then the call itself. Any other query is run as it is.
    pub fn steps(&mut self, call: &str) -> Vec<String> {
        let is_dry = call.contains("dry_run => true");
        let Some(head) = call.strip_suffix(')').filter(|_| call.starts_with("SELECT sql, ") && !is_dry)
        else {
            return self.query_text(call);
        };
        let comma = if head.ends_with('(') { "" } else { ", " };
        let planned = self.query_text(&format!("{head}{comma}dry_run => true)"));
        let done = self.query_text(call);
        assert_eq!(planned.len(), done.len(), "{planned:?} {done:?}");
        let sql = |row: &String| row.rsplit_once('|').map(|(sql, _)| sql.to_string()).unwrap_or_default();
        planned.iter().zip(&done).map(|(planned, done)| format!("{}{done}", sql(planned))).collect()
    }

    /// The only row as text.
    pub fn one(&mut self, sql: &str) -> String {
        let mut rows = self.query_text(sql);
        assert_eq!(rows.len(), 1, "rows of {sql}: {rows:?}");
        rows.remove(0)
    }

    /// Runs SQL for what it does.
    pub fn exec(&mut self, sql: &str) {
        self.query_text(sql);
    }

    /// The error that SQL must raise.
    pub fn expect_error(&mut self, sql: &str) -> SqlError {
        match self.try_query(sql) {
            Ok(rows) => panic!("{sql}: no error, but {rows:?}"),
            Err(error) => error,
        }
    }

    /// Runs one statement through the extended protocol, as drivers do; its first column.
    pub fn query_prepared(&mut self, sql: &str) -> Result<Vec<Option<String>>, SqlError> {
        let rows = self.client.query(sql, &[]).map_err(|error| SqlError::new(&error))?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Runs one statement with text bound to `$1`, so that nothing of it needs to be quoted.
    pub fn query_with(&mut self, sql: &str, values: &[&str]) -> Result<u64, SqlError> {
        let values: Vec<&(dyn postgres::types::ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn postgres::types::ToSql + Sync)).collect();
        self.client.execute(sql, &values).map_err(|error| SqlError::new(&error))
    }

    /// Lets SQL run while the test goes on.
    pub fn start(self, sql: &str) -> Pending {
        Pending::new(self, sql)
    }

    /// What Ctrl-C needs; none where the session cannot say which process it is.
    pub(crate) fn canceller(&mut self) -> Option<Canceller> {
        let pid = self.try_query("SELECT pg_catalog.pg_backend_pid()").ok()?.pop()?;
        Some(Canceller { config: self.config.clone(), pid })
    }

    /// The process of the server behind it.
    pub fn pid(&mut self) -> String {
        self.one("SELECT pg_backend_pid()")
    }

    /// Whether the server has ended it.
    pub fn is_closed(&mut self) -> bool {
        self.client.is_closed() || self.client.simple_query("SELECT 1").is_err()
    }

    /// The notices since the last call.
    pub fn notices(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.notices.lock().expect("notices"))
    }
}

impl Notice {
    /// Whether it is a warning.
    pub fn is_warning(&self) -> bool {
        self.severity == "WARNING"
    }
}
