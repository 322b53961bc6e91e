//! Migrations that come before one that is applied.

use thiserror::Error;

use super::report::Report;

/// How many migrations a DETAIL lists.
const FEW: usize = 10;

/// Why migrations are not applied in this order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OrderError {
    /// They come before one that is applied.
    #[error("{}", message(late, *newest))]
    Late {
        /// Version and description of each, at least one.
        late: Vec<(i64, String)>,
        /// The newest that is applied.
        newest: i64,
        /// Whether they are not applied; otherwise it is only told.
        is_refused: bool,
    },
}

fn message(late: &[(i64, String)], newest: i64) -> String {
    match late {
        [(version, description)] => {
            format!("migration {version} \"{description}\" is older than {newest}, which is applied")
        }
        many => format!("{} migrations are older than {newest}, which is applied", many.len()),
    }
}

impl Report for OrderError {
    fn sqlstate(&self) -> &str {
        match self {
            OrderError::Late { is_refused: true, .. } => "55000",
            OrderError::Late { is_refused: false, .. } => "01000",
        }
    }

    fn detail(&self) -> Option<String> {
        let OrderError::Late { late, .. } = self;
        if late.len() == 1 {
            return None;
        }
        let line = |(version, description): &(i64, String)| format!("{version} {description}");
        let mut lines: Vec<String> = late.iter().take(FEW).map(line).collect();
        if late.len() > FEW {
            lines.push(format!("and {} more", late.len() - FEW));
        }
        Some(lines.join("\n"))
    }

    fn hint(&self) -> Option<String> {
        let OrderError::Late { late, is_refused, .. } = self;
        let one = late.len() == 1;
        Some(match is_refused {
            true => format!(
                "Give {} a newer version (migrate.template), load it again, and SELECT * FROM migrate.unregister({});\n\
                 or SET migrate.out_of_order = warn, and apply {} in this order.",
                if one { "it" } else { "each" },
                if one { late[0].0.to_string() } else { "old version".into() },
                if one { "it" } else { "them" },
            ),
            false => format!(
                "{} applied all the same. migrate.rollback(by => 'application') takes the last applied back first.",
                if one { "It is" } else { "They are" },
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn late(count: i64, is_refused: bool) -> OrderError {
        let late = (1..=count).map(|version| (version, format!("m{version}"))).collect();
        OrderError::Late { late, newest: 99, is_refused }
    }

    #[test]
    fn one_is_named_and_many_are_listed() {
        let one = late(1, true);
        assert_eq!(one.to_string(), "migration 1 \"m1\" is older than 99, which is applied");
        assert_eq!((one.detail(), one.sqlstate()), (None, "55000"));
        assert!(one.hint().unwrap().contains("migrate.unregister(1)"));
        let many = late(12, false);
        assert_eq!(many.to_string(), "12 migrations are older than 99, which is applied");
        assert_eq!(many.sqlstate(), "01000");
        let detail = many.detail().unwrap();
        assert!(detail.starts_with("1 m1\n2 m2\n") && detail.ends_with("10 m10\nand 2 more"), "{detail}");
        assert!(many.hint().unwrap().starts_with("They are applied all the same"));
    }
}
