//! A server of a test's own, to be killed or configured.

use std::collections::HashMap;
use std::ops::Deref;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{fs, process};

use crate::server::{Server, root};
use crate::session::Session;
use crate::wait_until;

/// A cluster of its own, stopped and removed when dropped.
pub struct Cluster {
    name: String,
    server: Server,
    data: String,
    log: String,
}

impl Cluster {
    /// Makes and starts one; settings as `name=value`.
    pub fn start(settings: &[&str]) -> Cluster {
        Cluster::start_within(&[], settings)
    }

    /// One whose processes have more in their environment.
    pub fn start_within(environment: &[(&str, &str)], settings: &[&str]) -> Cluster {
        let name = new_name();
        let env = script_within(environment, &["start", &name, FAST], settings);
        Cluster::described(name, &env)
    }

    /// A hot standby that follows it, as pg_basebackup makes one.
    pub fn standby(&self) -> Cluster {
        let name = new_name();
        let env = script(&["standby", &name, &self.name], &[]);
        Cluster::described(name, &env)
    }

    fn described(name: String, env: &str) -> Cluster {
        let variables: HashMap<&str, &str> =
            env.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('=')).collect();
        let get = |name: &str| variables.get(name).map(|value| value.to_string());
        Cluster {
            server: Server::from(get),
            data: get("PGDATA").expect("PGDATA"),
            log: get("LOG").expect("LOG"),
            name,
        }
    }

    /// Kills the postmaster with SIGKILL and waits until it is gone.
    pub fn kill(&self) {
        let pid = self.postmaster();
        signal("KILL", &pid);
        wait_until("the postmaster is dead", || is_dead(&pid));
    }

    /// The same while one of its processes keeps what it holds until another one, which waits for it, is gone.
    pub fn kill_while_held(&self, holder: &str, waiter: &str) {
        signal("STOP", holder);
        self.kill();
        wait_until("who waits is gone", || is_dead(waiter));
        signal("KILL", holder);
    }

    /// Stops one of its processes where it is. It has to be killed by hand.
    pub fn freeze_process(&self, pid: &str) {
        signal("STOP", pid);
    }

    /// Kills one of its processes with SIGKILL, whereupon it restarts all of them.
    pub fn kill_process(&self, pid: &str) {
        signal("KILL", pid);
        wait_until("the process is dead", || is_dead(pid));
    }

    /// The same for a process that may have ended by now, its own or a client's; whether it was there.
    pub fn try_kill_process(&self, pid: &str) -> bool {
        let there = Command::new("kill").args(["-KILL", pid]).stderr(Stdio::null()).status();
        wait_until("the process is dead", || is_dead(pid));
        there.is_ok_and(|status| status.success())
    }

    /// The same, where that may restart the server; whether it does. A process that was about to end by itself is there,
    /// and no crash.
    pub fn try_crash(&self, pid: &str) -> bool {
        let crashes = || self.log().matches(&format!("(PID {pid}) was terminated by signal 9")).count();
        let before = crashes();
        self.try_kill_process(pid);
        let process = format!("/proc/{pid}");
        wait_until("the postmaster has collected the process", || fs::metadata(&process).is_err());
        // It has logged what it found, and acted on it, before it takes a connection again, or refuses one.
        let _ = Session::try_open(&self.server, "postgres", self.server.user());
        crashes() > before
    }

    /// A place in its log, which the server writes as two numbers.
    pub fn position(lsn: &str) -> u64 {
        let number = |text| u64::from_str_radix(text, 16).expect("a place in the log");
        let (high, low) = lsn.split_once('/').expect("two numbers");
        number(high) << 32 | number(low)
    }

    /// Empties its log from a place on, after [`Cluster::kill`]: what has not reached the disk when the power goes.
    pub fn lose_log(&self, from: u64) {
        const SEGMENT: u64 = 16 << 20;
        let segment = |name: &str| {
            let part = |range| u64::from_str_radix(name.get(range)?, 16).ok();
            (name.len() == 24).then_some(())?;
            Some(part(8..16)? * (1 << 32) / SEGMENT + part(16..24)?)
        };
        let folder = format!("{}/pg_wal", self.data);
        for file in fs::read_dir(&folder).expect("pg_wal") {
            let file = file.expect("a file");
            let Some(number) = file.file_name().to_str().and_then(segment) else { continue };
            if number >= from / SEGMENT {
                let kept = if number == from / SEGMENT { from % SEGMENT } else { 0 };
                let file =
                    fs::OpenOptions::new().write(true).open(file.path()).expect("a segment of the log");
                file.set_len(kept).and_then(|()| file.set_len(SEGMENT)).expect("an emptied segment");
            }
        }
    }

    /// Starts it again after [`Cluster::kill`], recovery included.
    pub fn recover(&self) {
        script(&["start", &self.name], &[]);
    }

    /// Restarts it with other settings than those that it was started with, as `name=value`.
    pub fn configure(&self, settings: &[&str]) {
        script(&["start", &self.name, FAST], settings);
    }

    /// Stops it in fast mode and starts it again.
    pub fn restart(&self) {
        script(&["restart", &self.name], &[]);
    }

    /// Stops the postmaster from starting processes; those that are there go on.
    pub fn pause(&self) {
        signal("STOP", &self.postmaster());
    }

    /// Ends [`Cluster::pause`].
    pub fn resume(&self) {
        signal("CONT", &self.postmaster());
    }

    /// Sets what each process that it starts from now on may use at most, in bytes: `fsize` of a file, `as` of memory.
    /// `unlimited` lifts that. Programs of a machine that is out of disk or memory see the same.
    pub fn limit(&self, resource: &str, bytes: &str) {
        // The soft limit only, which the server's own user can raise again; root may not be allowed to in a container.
        let arguments = ["--pid", &self.postmaster(), &format!("--{resource}={bytes}:")];
        let owner = fs::metadata(&self.data).expect("a data directory");
        let mut prlimit = Command::new("prlimit");
        if owner.uid() != fs::metadata("/proc/self").expect("/proc").uid() {
            prlimit.uid(owner.uid()).gid(owner.gid()).current_dir("/");
        }
        let status = prlimit.args(arguments).status().expect("prlimit");
        assert!(status.success(), "prlimit {arguments:?}");
    }

    fn postmaster(&self) -> String {
        let file = fs::read_to_string(format!("{}/postmaster.pid", self.data)).expect("postmaster.pid");
        file.lines().next().expect("a pid").into()
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Deref for Cluster {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        script(&["stop", &self.name], &[]);
        // scripts/cluster keeps it for whoever waits; a name with our process id has nobody.
        let _ = fs::remove_file(root().join(format!("target/cluster/{}.lock", self.name)));
    }
}

/// Tests do not survive a power cut.
const FAST: &str = "fsync=off";

fn new_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    format!("test-{}-{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Sends a signal to a process of a server.
fn signal(name: &str, pid: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), pid]).status().expect("kill");
    assert!(status.success(), "kill -{name} {pid}");
}

fn is_dead(pid: &str) -> bool {
    // A killed process stays in the table until its parent collects it.
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .map_or(true, |stat| stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('Z')))
}

fn script(args: &[&str], settings: &[&str]) -> String {
    script_within(&[], args, settings)
}

fn script_within(environment: &[(&str, &str)], args: &[&str], settings: &[&str]) -> String {
    let mut command = Command::new(root().join("scripts/cluster"));
    command.args(args).args(settings).envs(environment.iter().copied());
    let output = command.output().expect("scripts/cluster");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "scripts/cluster {args:?} {settings:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}
