//! What can be done next, as a line to type and why.

/// Of a migration with that status; `job` is the one that is at work on it, or was last.
pub fn of_migration(version: i64, status: &str, job: Option<i64>) -> Vec<String> {
    let numbered = |text: &str| job.map(|job| format!("{text}({job});"));
    match status {
        "applied" => vec!["Nothing is left to do.".into()],
        "pending" => vec![
            format!("CALL migrate.up({version}); applies it, and what is pending before it."),
            format!("SELECT * FROM migrate.apply({version}, dry_run => true); shows the plan."),
        ],
        "failed" => vec![
            format!("Mend the cause that the failure names, then CALL migrate.up({version}); goes on behind what is committed."),
        ],
        "running" => {
            let mut next = vec!["SELECT * FROM migrate.progress; shows how far it is.".to_string()];
            next.extend(numbered("CALL migrate.wait").map(|call| format!("{call} waits for its end.")));
            next.extend(
                numbered("SELECT * FROM migrate.cancel")
                    .map(|call| format!("{call} stops it; what is committed stays.")),
            );
            next
        }
        "queued" => {
            let mut next = vec!["It starts when the jobs before it have ended.".to_string()];
            next.extend(numbered("CALL migrate.wait").map(|call| format!("{call} waits for its end.")));
            next
        }
        "missing" => vec!["Load its file again: it is applied, but not registered here.".into()],
        "changed" => vec![
            "SELECT * FROM migrate.verify(); says in what the registered script is another than the one applied.".into(),
        ],
        _ => Vec::new(),
    }
}

/// Of a job with that status.
pub fn of_job(id: i64, status: &str) -> Vec<String> {
    match status {
        "done" => vec!["Nothing is left to do.".into()],
        "queued" => vec![
            "It starts when the jobs before it have ended.".into(),
            format!("CALL migrate.wait({id}); waits for its end."),
        ],
        "running" => vec![
            "SELECT * FROM migrate.progress; shows how far it is.".into(),
            format!("CALL migrate.wait({id}); waits for its end."),
            format!("SELECT * FROM migrate.cancel({id}); stops it; what is committed stays."),
        ],
        "failed" => vec![format!(
            "Mend the cause that the failure names, then SELECT * FROM migrate.resume({id}); goes on behind what is committed."
        )],
        "cancelled" | "lost" => {
            vec![format!("SELECT * FROM migrate.resume({id}); goes on behind what is committed.")]
        }
        _ => Vec::new(),
    }
}
