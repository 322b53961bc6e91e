//! Where a server is, and running its programs.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use crate::session::Session;

/// A server that runs.
#[derive(Debug, Clone)]
pub struct Server(Arc<Place>);

#[derive(Debug)]
struct Place {
    host: String,
    port: u16,
    user: String,
    bindir: PathBuf,
}

impl Server {
    /// The one that all tests share: that of the environment.
    pub fn shared() -> Server {
        Server::from(|name| env::var(name).ok())
    }

    /// The server that variables as printed by `scripts/cluster` describe.
    pub fn from(variable: impl Fn(&str) -> Option<String>) -> Server {
        let get = |name: &str| {
            variable(name).unwrap_or_else(|| {
                panic!("{name} is not set: run `make test-client`, or eval \"$(scripts/cluster env test)\"")
            })
        };
        Server(Arc::new(Place {
            host: get("PGHOST"),
            port: get("PGPORT").parse().expect("PGPORT is a number"),
            user: get("PGUSER"),
            bindir: get("MIGRATE_PG_BINDIR").into(),
        }))
    }

    /// What listens elsewhere in its place: a pooler.
    pub fn behind(&self, host: &str, port: u16) -> Server {
        let Place { user, bindir, .. } = &*self.0;
        Server(Arc::new(Place { host: host.into(), port, user: user.clone(), bindir: bindir.clone() }))
    }

    /// The folder of its socket.
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.0.port
    }

    /// Its major version: what a test expects may differ by it.
    pub fn version(&self) -> u32 {
        let number = Session::open(self, "postgres", self.user()).one("SHOW server_version_num");
        number.parse::<u32>().expect("server_version_num is a number") / 10_000
    }

    /// The superuser.
    pub fn user(&self) -> &str {
        &self.0.user
    }

    /// Runs one of its programs, connected to it.
    pub fn run(&self, program: &str, args: &[&str]) -> Output {
        self.command(program).args(args).output().unwrap_or_else(|error| panic!("{program}: {error}"))
    }

    /// The path of one of its programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.0.bindir.join(name)
    }

    /// One of its programs, to be run connected to it.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.program(program));
        command.args(["-h", self.host(), "-p", &self.port().to_string(), "-U", self.user()]);
        command
    }
}

/// The folder of the server's programs.
pub(crate) fn bindir() -> PathBuf {
    env::var("MIGRATE_PG_BINDIR").expect("MIGRATE_PG_BINDIR is set with the other variables").into()
}

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("tests/client stands two folders deep")
}
