//! Every setting, with its unit and why it is there.

use std::cell::Cell;
use std::ffi::{CStr, CString};
use std::time::Duration;

use migrate_core::span;
use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting, PostgresGucEnum};

use crate::postgres::{extension, settings as guc, tenant};

/// How long a migration may stand in a table's lock queue at a time. Whoever comes behind it waits as long:
/// this is the longest that the application can notice.
static LOCK_WINDOW: GucSetting<i32> = GucSetting::<i32>::new(100);
static COMMIT_WINDOW: GucSetting<i32> = GucSetting::<i32>::new(30);

/// How long a migration tries to get a lock before it gives up. While it waits for a transaction that began
/// long ago it stands outside of the queue, so the time costs nobody anything.
static LOCK_WAIT: GucSetting<i32> = GucSetting::<i32>::new(30_000);

/// Whose scripts need `migrate.approve` before they run.
#[derive(PostgresGucEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// Those of roles that could not act as the applier anyway.
    #[name = c"foreign"]
    Foreign,
    /// Everybody's.
    #[name = c"always"]
    Always,
    /// Nobody's.
    #[name = c"never"]
    Never,
}

/// Only a superuser may change it: it decides whose scripts run with whose rights.
static REQUIRE_APPROVAL: GucSetting<Approval> = GucSetting::<Approval>::new(Approval::Foreign);

/// Whether what a script sets lasts through the job, for projects whose scripts rely on it.
static KEEP_SESSION_SETTINGS: GucSetting<bool> = GucSetting::<bool>::new(false);

/// Up to how many rows a table is changed by one plain statement rather than by the long road.
static SMALL_TABLE: GucSetting<i32> = GucSetting::<i32>::new(10_000);

/// Whether the room of old rows is used again, at the price of time.
static BACKFILL_REUSE: GucSetting<bool> = GucSetting::<bool>::new(false);

/// How long a batch of a backfill is to last. Whoever wants a row that it has changed waits as long, and a replica
/// replays it in one piece.
static BACKFILL_TARGET: GucSetting<i32> = GucSetting::<i32>::new(100);

/// How long what was hidden or completed can be had back, before it goes for good.
static DROP_GRACE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c"7d"));

/// For how long `migrate.work` shows what has ended: whoever asked in the evening looks in the morning.
static WORK_SHOWN: GucSetting<i32> = GucSetting::<i32>::new(24 * 60 * 60);

/// How far a replica may be behind before a backfill waits for it.
static MAX_REPLICA_LAG: GucSetting<i32> = GucSetting::<i32>::new(1_000);

/// How many WAL files may wait for the archiver before a backfill waits for it: 1 GB of the usual files.
static MAX_ARCHIVE_BACKLOG: GucSetting<i32> = GucSetting::<i32>::new(64);

/// How much WAL a replication slot may keep from being removed, in MB, before a backfill waits for its reader. Whoever
/// has stopped reading fills the disk all the same; so a slot without a reader counts, too.
static MAX_SLOT_RETENTION: GucSetting<i32> = GucSetting::<i32>::new(10 * 1024);

/// Nobody can set it; it gets its value when the library is loaded.
static LIBRARY_VERSION: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));

/// How things are to be named here. Read by its name, as the server's own settings are that rules ask for.
static NAME_PATTERN: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));

/// Rules of the linter that this database, role or session does without.
static LINT_DISABLED: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));

/// How long `CALL migrate.up(preflight => true)` waits for a good moment.
static PREFLIGHT_WAIT: GucSetting<i32> = GucSetting::<i32>::new(10 * 60 * 1_000);

/// How many workers are at the schemas of one call: as many connections, and as much of the machine.
static PARALLEL_SCHEMAS: GucSetting<i32> = GucSetting::<i32>::new(2);
static PARALLEL_DATABASES: GucSetting<i32> = GucSetting::<i32>::new(2);

/// What becomes of the linter's findings where migrations are registered and applied.
#[derive(PostgresGucEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum LintOnApply {
    /// Nothing is looked at.
    #[name = c"off"]
    Off,
    /// They are told.
    #[name = c"warn"]
    Warn,
    /// A migration with one of severity error is refused.
    #[name = c"error"]
    Error,
}

/// The linter advises; whoever may apply a migration may do so against advice.
static LINT_ON_APPLY: GucSetting<LintOnApply> = GucSetting::<LintOnApply>::new(LintOnApply::Warn);

/// What becomes of pending migrations that come before one that is applied.
#[derive(PostgresGucEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfOrder {
    /// They are applied.
    #[name = c"allow"]
    Allow,
    /// They are applied, and it is told.
    #[name = c"warn"]
    Warn,
    /// They are not.
    #[name = c"refuse"]
    Refuse,
}

/// A branch that was merged late is no fault; whoever needs the same order everywhere says so.
static OUT_OF_ORDER: GucSetting<OutOfOrder> = GucSetting::<OutOfOrder>::new(OutOfOrder::Warn);

/// Defines the settings; called when the library is loaded.
pub fn init() {
    let before = guc::custom_of(c"migrate");
    define();
    define_version();
    tenant::define();
    // Known now, so that what was set before is either one of them, or no setting of ours.
    REFUSED.set(before.into_iter().find_map(|(name, value)| {
        let is_unknown = guc::is_custom(&name);
        let is_denied = guc::is_denied(&name);
        (is_unknown || guc::has_default(&name)).then_some(Refused { name, value, is_unknown, is_denied })
    }));
    guc::reserve_prefix(c"migrate");
}

/// A setting that the session had set before the library was loaded, and that came to nothing.
pub struct Refused {
    /// Its name.
    pub name: String,
    /// What it was set to.
    pub value: String,
    /// Whether there is no such setting.
    pub is_unknown: bool,
    /// Whether it is not the role's to set.
    pub is_denied: bool,
}

thread_local! {
    static REFUSED: Cell<Option<Refused>> = const { Cell::new(None) };
}

/// What the session had set before the library was loaded, and the server has warned of only: told once.
pub fn refused() -> Option<Refused> {
    REFUSED.take()
}

fn define() {
    GucRegistry::define_int_guc(
        c"migrate.lock_window",
        c"Longest time in a table's lock queue.",
        c"Other sessions wait behind a migration for as long. Then it steps back, and tries again.",
        &LOCK_WINDOW,
        1,
        60_000,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"migrate.commit_window",
        c"Time for which migrations share a commit.",
        c"Those of one call that only say what there is, on small tables that nobody uses at that moment. 0: each has its own.",
        &COMMIT_WINDOW,
        0,
        1_000,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"migrate.lock_wait",
        c"Time to try for a lock before giving up.",
        c"Transactions that are older are waited for outside of the lock queue. 0 tries once.",
        &LOCK_WAIT,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"migrate.preflight_wait",
        c"Time to wait until it is safe to migrate.",
        c"By CALL migrate.up(preflight => true), until no check of migrate.preflight() says stop. 0 looks once.",
        &PREFLIGHT_WAIT,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"migrate.parallel_schemas",
        c"Workers for the schemas of a call.",
        c"CALL migrate.up(schemas => ...) and down have at most so many at work at once, and fewer where no background worker is free.",
        &PARALLEL_SCHEMAS,
        1,
        64,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"migrate.parallel_databases",
        c"Databases or servers of a call at a time.",
        c"CALL migrate.up(databases => ...), up(servers => ...) and down are at no more at once. Each database takes two background workers while it is being migrated.",
        &PARALLEL_DATABASES,
        1,
        64,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"migrate.small_table",
        c"Rows up to which a table is small.",
        c"A safe operation changes a small table by one plain statement, provided that nobody waits for a lock on it. 0: only empty tables.",
        &SMALL_TABLE,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"migrate.backfill_target",
        c"Longest time for a batch of a backfill.",
        c"One that would last longer, and longer than 100 ms, is broken off and done again in smaller ones.",
        &BACKFILL_TARGET,
        1,
        60_000,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_bool_guc(
        c"migrate.backfill_reuse",
        c"Whether backfills reuse old rows' room.",
        c"It waits behind each twentieth of the table until nobody can see the rows as they were, and vacuums it. The table then grows by little; it takes longer, and has one worker.",
        &BACKFILL_REUSE,
        GucContext::Userset,
        GucFlags::default(),
    );
    crate::postgres::checked::define_span(
        c"migrate.drop_grace",
        c"Time in which a drop can be taken back.",
        c"A hidden column or table, or the old end of a completed change, goes for good no sooner; what is hidden must have seen no write for as long. 7d, 7 days and 36h are understood; a number alone is in seconds.",
        &DROP_GRACE,
    );
    // The views ask for it by its name (sql/work.sql, sql/changes.sql).
    GucRegistry::define_int_guc(
        c"migrate.work_shown",
        c"Time for which ended work is shown.",
        c"By migrate.work and migrate.changes. 0: only what is not over.",
        &WORK_SHOWN,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_S,
    );
    GucRegistry::define_int_guc(
        c"migrate.max_replica_lag",
        c"Replay lag above which backfills wait.",
        c"Of a streaming replica. 0: replicas are not looked at.",
        &MAX_REPLICA_LAG,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"migrate.max_archive_backlog",
        c"WAL files above which backfills wait.",
        c"Files that wait for the archiver. 0: the archiver is not looked at.",
        &MAX_ARCHIVE_BACKLOG,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"migrate.max_slot_retention",
        c"WAL in a slot above which backfills wait.",
        c"What a replication slot, in use or not, keeps from being removed. 0: the amount is not looked at.",
        &MAX_SLOT_RETENTION,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MB,
    );
    GucRegistry::define_bool_guc(
        c"migrate.keep_session_settings",
        c"Whether scripts share a session in a job.",
        c"Settings, temporary tables, prepared statements and session locks of one script last for the next ones of its job then, as in one psql session that is given all files. Otherwise each script begins with the caller's settings.",
        &KEEP_SESSION_SETTINGS,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_enum_guc(
        c"migrate.require_approval",
        c"Whose scripts need migrate.approve().",
        c"foreign: those of roles that could not act as the applier anyway; always: everybody's; never: nobody's.",
        &REQUIRE_APPROVAL,
        GucContext::Suset,
        GucFlags::default(),
    );
    crate::postgres::checked::define_rules(
        c"migrate.lint_disabled",
        c"Rules of the linter that are left out.",
        c"Their names, separated by commas.",
        &LINT_DISABLED,
    );
    GucRegistry::define_string_guc(
        c"migrate.name_pattern",
        c"Names that migrations may make.",
        c"A regular expression that they are to match, by rule name-pattern of the linter. Empty: it does not look at names.",
        &NAME_PATTERN,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_enum_guc(
        c"migrate.lint_on_apply",
        c"What findings of the linter do.",
        c"Where migrations are registered and applied. off: nothing, they are not looked for; warn: they are told; error: a migration with one of severity error is not applied.",
        &LINT_ON_APPLY,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_enum_guc(
        c"migrate.out_of_order",
        c"What becomes of late migrations.",
        c"Those that are pending, and come before one that is applied. allow: they are applied; warn: so they are, with a WARNING; refuse: nothing is applied.",
        &OUT_OF_ORDER,
        GucContext::Userset,
        GucFlags::default(),
    );
}

/// Which library this session has: the script of an update asks for it before it does anything.
fn define_version() {
    const NAME: &CStr = c"migrate.library_version";
    GucRegistry::define_string_guc(
        NAME,
        c"Version of the library that is loaded.",
        c"The version of the extension in the database is in pg_extension. Where they differ, migrate's functions say what to do.",
        &LIBRARY_VERSION,
        GucContext::Internal,
        GucFlags::default(),
    );
    let version = CString::new(extension::library()).unwrap_or_default();
    guc::set_default(NAME, &version);
}

fn milliseconds(setting: &GucSetting<i32>) -> Duration {
    Duration::from_millis(u64::try_from(setting.get()).unwrap_or(0))
}

/// `migrate.lock_window`.
pub fn lock_window() -> Duration {
    milliseconds(&LOCK_WINDOW)
}

/// `migrate.commit_window`.
pub fn commit_window() -> Duration {
    milliseconds(&COMMIT_WINDOW)
}

/// `migrate.require_approval`.
pub fn require_approval() -> Approval {
    REQUIRE_APPROVAL.get()
}

/// `migrate.lock_wait`.
pub fn lock_wait() -> Duration {
    milliseconds(&LOCK_WAIT)
}

/// `migrate.preflight_wait`.
pub fn preflight_wait() -> Duration {
    milliseconds(&PREFLIGHT_WAIT)
}

/// `migrate.parallel_schemas`.
pub fn parallel_schemas() -> usize {
    usize::try_from(PARALLEL_SCHEMAS.get()).unwrap_or(1)
}

/// `migrate.parallel_databases`.
pub fn parallel_databases() -> usize {
    usize::try_from(PARALLEL_DATABASES.get()).unwrap_or(1)
}

/// `migrate.keep_session_settings`.
pub fn keep_session_settings() -> bool {
    KEEP_SESSION_SETTINGS.get()
}

/// `migrate.small_table`.
pub fn small_table() -> i32 {
    SMALL_TABLE.get()
}

/// `migrate.backfill_reuse`.
pub fn backfill_reuse() -> bool {
    BACKFILL_REUSE.get()
}

/// `migrate.backfill_target`.
pub fn backfill_target() -> Duration {
    milliseconds(&BACKFILL_TARGET)
}

/// `migrate.max_replica_lag`; none where replicas are not looked at.
pub fn max_replica_lag() -> Option<Duration> {
    Some(milliseconds(&MAX_REPLICA_LAG)).filter(|lag| !lag.is_zero())
}

/// `migrate.max_archive_backlog`; none where the archiver is not looked at.
pub fn max_archive_backlog() -> Option<i32> {
    Some(MAX_ARCHIVE_BACKLOG.get()).filter(|files| *files > 0)
}

/// `migrate.max_slot_retention` in bytes; none where the amount is not looked at.
pub fn max_slot_retention() -> Option<i64> {
    Some(i64::from(MAX_SLOT_RETENTION.get()) << 20).filter(|bytes| *bytes > 0)
}

/// How long what was hidden or completed can be had back.
pub fn drop_grace() -> Duration {
    let text = DROP_GRACE.get().unwrap_or_default();
    Duration::from_secs(span::seconds(&text.to_string_lossy()).unwrap_or(0))
}

/// `migrate.lint_on_apply`.
pub fn lint_on_apply() -> LintOnApply {
    LINT_ON_APPLY.get()
}

/// `migrate.out_of_order`.
pub fn out_of_order() -> OutOfOrder {
    OUT_OF_ORDER.get()
}

/// The ids of `migrate.lint_disabled`.
pub fn lint_disabled() -> Vec<String> {
    let list = LINT_DISABLED.get().unwrap_or_default();
    let list = list.to_string_lossy();
    list.split(',').map(|id| id.trim().to_lowercase()).filter(|id| !id.is_empty()).collect()
}
