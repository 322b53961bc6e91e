//! Files side by side in one folder, each with a version in its name; Flyway's and refinery's may lie in subfolders.

use std::collections::BTreeMap;

use super::foreign;
use super::found::{Files, Folder, Found, text};
use super::tool::Tool;
use crate::error::FileError;
use crate::file::marker::quoted;
use crate::file::name::{self, FileName, NameKind, base, parse_name};
use crate::file::scan;
use crate::file::sending::Sending;
use crate::version::{Event, Version};

/// The ends of names that say the direction where the tool does not: `12_x_down.sql` beside `12_x.sql`.
const DOWN_ENDS: [&str; 4] = ["down", "rollback", "undo", "revert"];

/// A file that has a version.
struct Named {
    path: String,
    name: FileName,
}

pub(super) fn arrange(files: &Files, tool: Option<Tool>) -> Folder {
    let mut folder = Folder::default();
    let is_deep = tool.is_some_and(Tool::looks_into_folders);
    // Some tools keep the files one folder further down.
    let within = if is_deep { "" } else { within(files, tool) };
    let mut subfolders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut named: Vec<Named> = Vec::new();
    for path in files.keys() {
        let Some(rest) = path.strip_prefix(within) else {
            folder.left_out.push((path.clone(), format!("not in \"{}\"", within.trim_end_matches('/'))));
            continue;
        };
        if let Some((subfolder, _)) = rest.split_once('/').filter(|_| !is_deep) {
            *subfolders.entry(subfolder).or_default() += 1;
            continue;
        }
        if let Some(name) = callback(path).filter(|_| tool == Some(Tool::Flyway)) {
            named.push(Named { path: path.clone(), name });
            continue;
        }
        match (foreign::why(path), parse_name(path)) {
            (None, Ok(name)) if name.version.repeats() && !tool.is_none_or(Tool::has_repeatable) => {
                folder.left_out.push((path.clone(), "a repeatable migration, as Flyway has them".into()));
            }
            (None, Ok(name)) => named.push(Named { path: path.clone(), name: as_tool(name, path, tool) }),
            (why, _) => folder.left_out.push((path.clone(), why.unwrap_or("no migration").into())),
        }
    }
    for (subfolder, count) in subfolders {
        let files = crate::text::count(count, "file");
        folder
            .left_out
            .push((format!("{within}{subfolder}/"), format!("a subfolder with {files}, not looked into")));
    }
    let conf = |path: &str| {
        let text = text(files, &format!("{path}.conf"))?;
        let is_off = text.lines().any(|line| {
            line.split_once('=').is_some_and(|(key, value)| {
                key.trim() == "executeInTransaction" && value.trim().eq_ignore_ascii_case("false")
            })
        });
        is_off.then_some(Sending::Each)
    };
    for group in groups(named, tool) {
        match pair(group) {
            Ok((up, down)) => {
                // In a pair each file is what its name says; a file that has markers all the same is read by them.
                let has_markers = text(files, &up.path).is_some_and(|text| scan::first(text).is_some());
                // Flyway's have placeholders, which are looked for.
                let is_said = down.is_some() || up.name.kind == NameKind::Up;
                let is_pair = is_said && !name::is_flyway(&up.path);
                let is_plain = !has_markers && (tool.is_some_and(Tool::is_plain) || is_pair);
                let sending = conf(&up.path);
                let FileName { version, description, .. } = up.name;
                let (up, down) = (up.path, down.map(|down| down.path));
                folder.found.push(Found { version, description, up, down, is_plain, sending });
            }
            Err(faults) => folder.faults.extend(faults),
        }
    }
    if tool.is_some_and(Tool::orders_by_text) {
        folder.found.sort_by(|one, other| base(&one.up).cmp(base(&other.up)));
    }
    folder
}

/// What the name of a callback says, of those of Flyway that there are here.
fn callback(path: &str) -> Option<FileName> {
    let stem = name::strip_suffix(base(path), ".sql")?;
    let version = Version::callback(Event::of_stem(stem)?);
    Some(FileName { text: version.text(), version, description: String::new(), kind: NameKind::Whole })
}

/// The folder in which graphile-migrate keeps what is committed, Hasura what is of a database, db-migrate its scripts, and
/// where tools look of themselves: where it alone has files with versions.
pub(super) fn within(files: &Files, tool: Option<Tool>) -> &'static str {
    let has = |folder: &str| {
        let is_one = |path: &String| {
            path.strip_prefix(folder).is_some_and(|rest| !rest.contains('/') && foreign::why(rest).is_none())
        };
        files.keys().any(is_one)
    };
    let known = [
        "committed/",
        "default/",
        "sqls/",
        "migrations/",
        "migration/",
        "migrations/committed/",
        "db/migrations/",
        "supabase/migrations/",
    ];
    if tool != Some(Tool::GraphileMigrate) && has("") {
        return "";
    }
    known.into_iter().find(|folder| has(folder)).unwrap_or("")
}

/// The name as a tool reads it that does not read it as most do.
fn as_tool(name: FileName, path: &str, tool: Option<Tool>) -> FileName {
    match tool {
        // `U2__b.sql` is a forward migration there.
        Some(Tool::Refinery) => FileName { kind: NameKind::Whole, ..name },
        Some(Tool::Yoyo) => of_yoyo(name, path),
        _ => name,
    }
}

/// yoyo's: `0001_init.rollback.sql`, and `20240101_01_AbCdE-add-x.sql`, of which a day may have many.
fn of_yoyo(name: FileName, path: &str) -> FileName {
    let stem = name::strip_suffix(base(path), ".sql").unwrap_or(path);
    let rollback = name::strip_suffix(stem, ".rollback");
    let kind = if rollback.is_some() { NameKind::Down } else { name.kind };
    let stem = rollback.unwrap_or(stem);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut words = stem.splitn(3, '_');
    if let (Some(day), Some(of_day), Some(rest)) = (words.next(), words.next(), words.next())
        && number(day)
        && day.len() == 8
        && number(of_day)
    {
        let text = format!("{day}_{of_day}");
        let description = rest.split_once('-').map_or(rest, |(_, words)| words).replace(['_', '-'], " ");
        return FileName { version: crate::version::of_text(&text), text, description, kind };
    }
    let description =
        name::strip_suffix(&name.description, ".rollback").unwrap_or(&name.description).to_owned();
    FileName { kind, description, ..name }
}

/// The files of each version. A tool that holds `001` and `1` apart has two.
fn groups(named: Vec<Named>, tool: Option<Tool>) -> Vec<Vec<Named>> {
    let is_apart = tool.is_some_and(Tool::holds_apart);
    let mut groups: BTreeMap<(i64, String), Vec<Named>> = BTreeMap::new();
    for one in named {
        let text = if is_apart { one.name.text.clone() } else { String::new() };
        groups.entry((one.name.version.number, text)).or_default().push(one);
    }
    let mut together: BTreeMap<i64, usize> = BTreeMap::new();
    for (number, _) in groups.keys() {
        *together.entry(*number).or_default() += 1;
    }
    let apart = |((number, text), mut group): ((i64, String), Vec<Named>)| {
        for one in
            group.iter_mut().filter(|_| is_apart && together.get(&number).is_some_and(|count| *count > 1))
        {
            let version: Version = one.name.version.clone();
            let is_plain = version.number.to_string() == text;
            one.name.version = if is_plain { version } else { version.apart(&text) };
        }
        group
    };
    groups.into_iter().map(apart).collect()
}

/// The up and the down file of a version; or what is wrong with each of its files: nothing says which of them is meant.
fn pair(group: Vec<Named>) -> Result<(Named, Option<Named>), Vec<(String, FileError)>> {
    let said_down = |named: &Named| {
        let stem = name::strip_suffix(&named.path, ".sql").unwrap_or(&named.path).to_ascii_lowercase();
        let cut = stem.rsplit(['_', '-', '.']).next().unwrap_or_default().to_owned();
        DOWN_ENDS.contains(&cut.as_str())
    };
    let is_down = |named: &Named| named.name.kind == NameKind::Down;
    let by_words = group.len() == 2
        && !group.iter().any(is_down)
        && group.iter().filter(|named| said_down(named)).count() == 1;
    let (mut downs, mut ups): (Vec<Named>, Vec<Named>) =
        group.into_iter().partition(|named| is_down(named) || (by_words && said_down(named)));
    if ups.len() > 1 || downs.len() > 1 {
        let mut faults = Vec::new();
        for (files, others) in [(&ups, &downs), (&downs, &ups)] {
            for (at, file) in files.iter().enumerate() {
                let rival = files.get(usize::from(at == 0)).or(others.first());
                let other = rival.map(|rival| quoted(&rival.path)).unwrap_or_default();
                let version = file.name.version.text();
                faults.push((file.path.clone(), FileError::VersionTwice { version, other }));
            }
        }
        return Err(faults);
    }
    match (ups.pop(), downs.pop()) {
        (Some(mut up), down) => {
            let cut = up.name.description.rsplit_once([' ', '-']);
            if let Some((words, _)) = cut.filter(|(_, last)| by_words && last.eq_ignore_ascii_case("up")) {
                up.name.description = words.trim().to_owned();
            }
            Ok((up, down))
        }
        (None, Some(down)) => {
            let (name, version) = (quoted(base(&down.path)), down.name.version.text());
            Err(vec![(down.path, FileError::DownWithoutUp { name, version })])
        }
        (None, None) => Err(Vec::new()),
    }
}
