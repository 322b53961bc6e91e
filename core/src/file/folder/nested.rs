//! A folder for each migration: diesel's and Hasura's `VERSION_name/up.sql`, Prisma's `VERSION_name/migration.sql`.

use std::collections::BTreeMap;

use super::found::{Files, Folder, Found, text};
use crate::file::name::version_of;
use crate::file::sending::Sending;
use crate::version::{self, Version};

pub(super) fn arrange(files: &Files, up: &str, down: &str) -> Folder {
    let mut folder = Folder::default();
    let root = root(files, up);
    // What stands before the first underscore, for each folder that has an up script: two of a number are held apart.
    let mut by_number: BTreeMap<i64, usize> = BTreeMap::new();
    for path in files.keys() {
        let Some(inside) = path.strip_prefix(root).and_then(|rest| rest.split_once('/')) else {
            folder.left_out.push((path.clone(), "not in the folder of a migration".into()));
            continue;
        };
        let (name, file) = inside;
        if file == down && files.contains_key(&format!("{root}{name}/{up}")) {
            continue;
        }
        if file != up {
            // It was read: it says whether there is a transaction.
            if file != "metadata.toml" {
                folder.left_out.push((path.clone(), format!("neither {up} nor {down}")));
            }
            continue;
        }
        let (digits, words) = name.split_once('_').unwrap_or((name, ""));
        let text_of = digits.replace('-', "");
        let version = if text_of.bytes().all(|b| b.is_ascii_digit()) {
            version_of(&text_of, false)
        } else {
            version::of_text(digits)
        };
        let count = by_number.entry(version.number).or_default();
        *count += 1;
        // The folder's name is the key of such tools.
        let version: Version = if *count > 1 { version.apart(name) } else { version };
        let beside = format!("{root}{name}/{down}");
        folder.found.push(Found {
            version,
            description: words.replace('_', " ").trim().to_owned(),
            up: path.clone(),
            down: files.contains_key(&beside).then_some(beside),
            is_plain: true,
            sending: text(files, &format!("{root}{name}/metadata.toml")).and_then(of_metadata),
        });
    }
    folder
}

/// The folder in which those of the migrations lie: Hasura has one for each database.
fn root<'a>(files: &'a Files, up: &str) -> &'a str {
    let depth = |path: &str| path.matches('/').count();
    let ups = || files.keys().filter(|path| path.rsplit('/').next() == Some(up));
    let Some(first) = ups().find(|path| depth(path) >= 1) else { return "" };
    if ups().any(|path| depth(path) == 1) || depth(first) != 2 {
        return "";
    }
    first.find('/').map_or("", |end| &first[..=end])
}

/// What diesel's metadata.toml says: no transaction, if it does not ask for one. What is no TOML says nothing.
fn of_metadata(text: &str) -> Option<Sending> {
    let table = text.parse::<toml::Table>().ok()?;
    let asks = table.get("run_in_transaction").and_then(toml::Value::as_bool).unwrap_or(false);
    (!asks).then_some(Sending::Whole)
}
