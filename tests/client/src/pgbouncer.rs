//! A pooler of a test's own.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::db::Db;
use crate::server::Server;
use crate::session::Session;
use crate::wait_until;

/// pgbouncer in transaction mode before a server, on a socket of its own; stopped and removed when dropped.
pub struct Pgbouncer {
    child: Child,
    folder: PathBuf,
    server: Server,
    database: String,
}

impl Pgbouncer {
    /// Starts one before a database, with at most `connections` to it. Roles log in without a password: the
    /// superuser and these.
    pub fn start(db: &Db, connections: u32, roles: &[&str]) -> Pgbouncer {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let server = db.server();
        let home = Path::new(server.host());
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // In the server's folder, which goes with the server, and with a short path: a socket's has 107 bytes.
        let folder = home.join(format!("pgbouncer-{}-{number}", std::process::id()));
        let (host, port) = (server.host(), server.port());
        let here = folder.display();
        let config = format!(
            "[databases]\n\
             * = host={host} port={port}\n\
             [pgbouncer]\n\
             pool_mode = transaction\n\
             default_pool_size = {connections}\n\
             listen_addr =\n\
             listen_port = {PORT}\n\
             unix_socket_dir = {here}\n\
             auth_type = trust\n\
             auth_file = {here}/users\n\
             logfile = {here}/log\n"
        );
        let mut users = format!("\"{}\" \"\"\n", server.user());
        for role in roles {
            let _ = writeln!(users, "\"{role}\" \"\"");
        }
        fs::create_dir(&folder).expect("a folder for pgbouncer");
        fs::write(folder.join("config"), config).expect("pgbouncer's configuration");
        fs::write(folder.join("users"), users).expect("pgbouncer's users");
        // It refuses to run as root, as the server does: then it runs as the server's user.
        let owner = fs::metadata(home).expect("the server's folder");
        chown(&folder, Some(owner.uid()), Some(owner.gid())).expect("chown");
        let path = env::var("PATH").unwrap_or_default();
        let child = Command::new("pgbouncer")
            .env("PATH", format!("{path}:/usr/sbin"))
            .args(["-q", &format!("{here}/config")])
            .current_dir(&folder)
            .uid(owner.uid())
            .gid(owner.gid())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("pgbouncer: {error}; scripts/setup --test installs it"));
        let server = server.behind(&here.to_string(), PORT);
        let pooler = Pgbouncer { child, folder, server, database: db.name().into() };
        let socket = pooler.folder.join(format!(".s.PGSQL.{PORT}"));
        wait_until("pgbouncer listens", || UnixStream::connect(&socket).is_ok());
        pooler
    }

    /// Where programs connect to it.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// A client of its own: what it says goes to the server through whichever connection is free.
    pub fn session(&self) -> Session {
        self.session_as(self.server.user())
    }

    /// The same for a role.
    pub fn session_as(&self, role: &str) -> Session {
        Session::open(&self.server, &self.database, role)
    }
}

/// Of no importance: it is a part of the socket's name.
const PORT: u16 = 6432;

impl Drop for Pgbouncer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            // It goes now, and says why a client was sent away.
            eprintln!("{}", fs::read_to_string(self.folder.join("log")).unwrap_or_default());
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}
