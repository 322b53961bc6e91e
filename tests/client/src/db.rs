//! A database of a test's own.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, OnceLock};
use std::thread;

use crate::server::Server;
use crate::session::Session;
use crate::skip::is_since;
use crate::wait_until;

/// A new database with the extension; dropped, and its roles with it, at the end.
pub struct Db {
    server: Server,
    name: String,
    roles: Mutex<Vec<String>>,
    _place: Option<Place>,
}

impl Db {
    /// One on the shared server.
    pub fn fresh() -> Db {
        let server = Server::shared();
        let place = Place::take();
        let template = template(&server);
        Db::make(&server, &format!("TEMPLATE {template}"), Some(place))
    }

    /// One on the shared server, where that is of this major version or of a later one; a skipped test if not.
    pub fn since(version: u32) -> Option<Db> {
        is_since(&Server::shared(), version).then(Db::fresh)
    }

    /// One on a server of the test's own.
    pub fn on(server: &Server) -> Db {
        let db = Db::bare(server, "");
        db.session().exec("CREATE EXTENSION migrate_ext");
        db
    }

    /// One without the extension; `options` as CREATE DATABASE takes them.
    pub fn bare(server: &Server, options: &str) -> Db {
        Db::make(server, options, Some(Place::take()))
    }

    /// One more for a test that has one: it takes no place of its own, so that nobody waits for a place while he holds
    /// one. At most one of a test's databases is to be at work at a time.
    pub fn beside(&self, options: &str) -> Db {
        Db::make(&self.server, options, None)
    }

    /// The same on another server, with the extension.
    pub fn beside_on(server: &Server) -> Db {
        let db = Db::make(server, "", None);
        db.session().exec("CREATE EXTENSION migrate_ext");
        db
    }

    fn make(server: &Server, options: &str, place: Option<Place>) -> Db {
        let name = unique("db");
        Session::open(server, "postgres", server.user()).exec(&format!("CREATE DATABASE {name} {options}"));
        Db { server: server.clone(), name, roles: Mutex::default(), _place: place }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The server's major version.
    pub fn version(&self) -> u32 {
        self.server.version()
    }

    /// A session of the superuser.
    pub fn session(&self) -> Session {
        self.session_as(self.server.user())
    }

    /// A session of a role.
    pub fn session_as(&self, role: &str) -> Session {
        Session::open(&self.server, &self.name, role)
    }

    /// Makes a role with a name that no other test has; `options` as CREATE ROLE takes them.
    pub fn role(&self, options: &str) -> String {
        let name = unique("role");
        self.session().exec(&format!("CREATE ROLE {name} {options}"));
        self.roles.lock().expect("roles").push(name.clone());
        name
    }

    /// Waits until its server takes connections again.
    pub fn wait_until_up(&self) {
        let server = self.server();
        wait_until("the server is up again", || {
            Session::try_open(server, self.name(), server.user()).is_ok()
        });
    }

    /// Waits until a query gives these rows.
    pub fn wait_for(&self, sql: &str, expected: &[&str]) {
        let mut session = self.session();
        let mut rows = Vec::new();
        let mut look = || {
            rows = session.query_text(sql);
            rows == expected
        };
        // The last rows are in the message: they say what happened instead.
        let met = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            wait_until(&format!("{sql} gives {expected:?}"), &mut look);
        }));
        assert!(met.is_ok(), "{sql} gives {rows:?}");
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        let cleanup = || {
            let mut session = Session::open(&self.server, "postgres", self.server.user());
            session.exec(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
            for role in self.roles.lock().expect("roles").drain(..) {
                session.exec(&format!("DROP ROLE {role}"));
            }
        };
        if thread::panicking() {
            // A second panic would end the program; what is left goes with the cluster.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(cleanup));
        } else {
            cleanup();
        }
    }
}

/// A database of the shared server that has the extension: to copy it takes a quarter of what CREATE EXTENSION takes.
/// It goes with the server.
fn template(server: &Server) -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let name = unique("template");
        let mut postgres = Session::open(server, "postgres", server.user());
        postgres.exec(&format!("CREATE DATABASE {name}"));
        Session::open(server, &name, server.user()).exec("CREATE EXTENSION migrate_ext");
        // Whoever is in it holds up all copies.
        postgres.exec(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
        name
    })
}

fn unique(kind: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    format!("client_{kind}_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A right to use the server: a machine with many cores must not run out of its background workers.
struct Place;

static TAKEN: Mutex<u32> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

impl Place {
    fn take() -> Place {
        const MOST: u32 = 6;
        let taken = TAKEN.lock().unwrap_or_else(|poison| poison.into_inner());
        let mut taken =
            FREED.wait_while(taken, |taken| *taken >= MOST).unwrap_or_else(|poison| poison.into_inner());
        *taken += 1;
        Place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(|poison| poison.into_inner()) -= 1;
        FREED.notify_one();
    }
}
