//! Whether the file systems have room for what the scripts make.

use std::collections::BTreeMap;

use super::facts::{Disk, Place};
use super::space::Wanted;
use super::{Facts, Needs, Row, Verdict};
use crate::lint::bytes;

const CHECK: &str = "disk space";

/// How many statements are named.
const FEW: usize = 3;

pub(super) fn space(needs: &Needs, facts: &Facts) -> Vec<Row> {
    let Some(disk) = &facts.disk else {
        let why = "cannot be seen by this role: it needs pg_monitor or pg_read_server_files";
        return vec![Row::warn(CHECK, why)];
    };
    let mut rooms: BTreeMap<u64, Room> = BTreeMap::new();
    let mut unknown = Vec::new();
    for space in &needs.space {
        let Some(wanted) = space.wanted(facts, disk) else { continue };
        let Some(place) = disk.tablespaces.get(&wanted.tablespace) else {
            unknown.push(wanted.tablespace);
            continue;
        };
        let sorting = wanted.sorting;
        let room = rooms.entry(place.device).or_insert_with(|| Room::new(*place, &wanted.tablespace));
        room.take(&wanted, space.is_certain);
        if let Some(place) = disk.tablespaces.get(&disk.temp_tablespace).filter(|_| sorting > 0) {
            let room = rooms.entry(place.device).or_insert_with(|| Room::new(*place, &disk.temp_tablespace));
            room.sorting = room.sorting.max(sorting);
        }
    }
    let mut rows: Vec<Row> = rooms.values().map(Room::judge).collect();
    unknown.sort();
    unknown.dedup();
    rows.extend(unknown.iter().map(|name| {
        Row::warn(CHECK, format!("tablespace {name} is not there, or its file system cannot be seen"))
    }));
    rows.extend(wal(disk));
    if rows.is_empty() {
        let free = disk.tablespaces.get(&disk.default_tablespace).map(|place| bytes(place.free));
        let free = free.map_or(String::new(), |free| format!("; {free} free"));
        rows.push(Row::ok(CHECK, format!("nothing large is written{free}")));
    }
    rows
}

/// WAL of what is written is kept up to `max_wal_size` at least: a full disk there stops the server.
fn wal(disk: &Disk) -> Option<Row> {
    let place = disk.wal.filter(|place| place.free < disk.max_wal_size)?;
    let (free, most) = (bytes(place.free), bytes(disk.max_wal_size));
    Some(Row::warn(CHECK, format!("WAL: {free} free, less than max_wal_size ({most})")))
}

/// One file system, and what is wanted there.
struct Room {
    place: Place,
    tablespace: String,
    /// What stays, surely and perhaps.
    kept: [u64; 2],
    /// The most that is needed at a time and is free again, surely and perhaps.
    passing: [u64; 2],
    sorting: u64,
    what: Vec<(u64, String)>,
}

impl Room {
    fn new(place: Place, tablespace: &str) -> Room {
        let tablespace = tablespace.to_string();
        Room { place, tablespace, kept: [0; 2], passing: [0; 2], sorting: 0, what: Vec::new() }
    }

    fn take(&mut self, wanted: &Wanted, is_certain: bool) {
        let at = usize::from(!is_certain);
        self.kept[at] = self.kept[at].saturating_add(wanted.kept);
        self.passing[at] = self.passing[at].max(wanted.passing);
        let size = wanted.kept.max(wanted.passing);
        let may = if is_certain { "" } else { "perhaps " };
        self.what.push((size, format!("{may}{} for {}", bytes(size), wanted.what)));
    }

    fn judge(&self) -> Row {
        let certain = self.kept[0].saturating_add(self.passing[0]).saturating_add(self.sorting);
        let most = self.kept[0]
            .saturating_add(self.kept[1])
            .saturating_add(self.sorting)
            .saturating_add(self.passing[0].max(self.passing[1]));
        let Place { free, total, .. } = self.place;
        let verdict = match free {
            free if free < certain => Verdict::Stop,
            // A disk that is filled to its last twentieth is one that somebody is called for.
            free if free.saturating_sub(most) < total / 20 && most > 0 => Verdict::Warn,
            _ => Verdict::Ok,
        };
        Row::new(CHECK, verdict, format!("{}: {} free, {}", self.tablespace, bytes(free), self.told(most)))
    }

    fn told(&self, most: u64) -> String {
        let mut what = self.what.clone();
        what.sort_by_key(|other| std::cmp::Reverse(other.0));
        let more = what.len().saturating_sub(FEW);
        let mut parts: Vec<String> = what.into_iter().take(FEW).map(|(_, what)| what).collect();
        if more > 0 {
            parts.push(format!("{more} more"));
        }
        if self.sorting > 0 {
            parts.push(format!("{} to sort", bytes(self.sorting)));
        }
        match parts.len() {
            1 => format!("needs {}", parts[0]),
            _ => format!("needs {}: {}", bytes(most), parts.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::{Amount, Space};
    use super::*;
    use crate::relation::Relation;

    fn rewrite(is_certain: bool) -> Needs {
        let relation = Relation { schema: None, name: "t".into() };
        let space = Space { line: 3, relation, amount: Amount::Rewrite, is_certain };
        Needs { space: vec![space], ..Needs::default() }
    }

    fn with_free(free: u64) -> Facts {
        let mut facts = Facts::fake();
        if let Some(disk) = &mut facts.disk {
            disk.tablespaces.values_mut().for_each(|place| place.free = free);
        }
        facts
    }

    #[test]
    fn what_fits_and_what_does_not() {
        let verdict = |free, is_certain| space(&rewrite(is_certain), &with_free(free))[0].verdict;
        let needed = (1 << 30) + (256 << 20);
        assert_eq!(verdict(needed - 1, true), Verdict::Stop);
        assert_eq!(verdict(needed, true), Verdict::Warn);
        // A twentieth of 200 GB must be left.
        assert_eq!(verdict(needed + (10 << 30), true), Verdict::Ok);
        assert_eq!(verdict(needed - 1, false), Verdict::Warn);
        let detail = &space(&rewrite(true), &with_free(1 << 30))[0].detail;
        assert_eq!(detail, "pg_default: 1024 MB free, needs 1280 MB for t written anew (line 3)");
    }

    #[test]
    fn what_goes_to_one_file_system_is_added_up() {
        let relation = Relation { schema: None, name: "t".into() };
        let index = |line| Space {
            line,
            relation: relation.clone(),
            amount: Amount::Index { columns: vec![Some("id".into())], tablespace: None },
            is_certain: true,
        };
        let needs = Needs { space: (1..=5).map(index).collect(), ..Needs::default() };
        let rows = space(&needs, &Facts::fake());
        assert_eq!(rows.len(), 1);
        assert_eq!(
            rows[0].detail,
            "pg_default: 100 GB free, needs 1272 MB: 212 MB for index on t (line 1), 212 MB for index on t (line 2), \
             212 MB for index on t (line 3), 2 more, 212 MB to sort"
        );
        assert_eq!(space(&needs, &with_free(1271 << 20))[0].verdict, Verdict::Stop);
    }

    #[test]
    fn what_cannot_be_seen_is_said() {
        let facts = Facts { disk: None, ..Facts::fake() };
        let row = space(&Needs::default(), &facts).remove(0);
        assert_eq!((row.verdict, row.detail.contains("pg_monitor")), (Verdict::Warn, true));
        let relation = Relation { schema: None, name: "t".into() };
        let moved = Space { line: 1, relation, amount: Amount::Move("nope".into()), is_certain: true };
        let needs = Needs { space: vec![moved], ..Needs::default() };
        let detail = "tablespace nope is not there, or its file system cannot be seen";
        assert_eq!(space(&needs, &Facts::fake())[0].detail, detail);
    }

    #[test]
    fn a_full_disk_under_the_wal() {
        let mut facts = Facts::fake();
        if let Some(disk) = &mut facts.disk {
            disk.wal = Some(Place { device: 2, free: 100 << 20, total: 1 << 30 });
        }
        let row = space(&Needs::default(), &facts).remove(0);
        assert_eq!(row.detail, "WAL: 100 MB free, less than max_wal_size (1024 MB)");
    }
}
