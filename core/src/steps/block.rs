//! Code of ours in PL/pgSQL: how it is quoted, and how the names of its own and those of users' tables are kept apart.

use crate::name::Quoting;
use crate::request::Scope;

/// What stands first in each of them: a name that is a variable of ours and a column of a user's is the column.
pub(crate) const USE_COLUMN: &str = "#variable_conflict use_column";

/// A text in dollar quotes. The tag is one that does not stand in it.
pub(crate) fn dollar(text: &str) -> String {
    let mut tag = "$migrate$".to_string();
    let mut number = 2;
    // A dollar at the text's end would close it with the tag's own.
    while text.contains(tag.trim_end_matches('$')) {
        tag = format!("$migrate_{number}$");
        number += 1;
    }
    format!("{tag}{text}{tag}")
}

/// A DO statement. `declared` are lines of declarations, `body` the lines between BEGIN and END; a user's words in them
/// mean what they mean in this scope.
pub(crate) fn block(names: &dyn Quoting, scope: Option<&Scope>, declared: &str, body: &str) -> String {
    let set = scope.map(|scope| scope.set_locally(names, "    ")).unwrap_or_default();
    let declare = if declared.is_empty() { String::new() } else { format!("DECLARE\n{declared}") };
    format!("DO {}", dollar(&format!("\n{USE_COLUMN}\n{declare}BEGIN\n{set}{body}END\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Plain;

    #[test]
    fn a_tag_does_not_stand_in_the_text() {
        assert_eq!(dollar("x"), "$migrate$x$migrate$");
        assert_eq!(dollar("a$migrate$b"), "$migrate_2$a$migrate$b$migrate_2$");
        assert_eq!(dollar("a$migrate"), "$migrate_2$a$migrate$migrate_2$");
    }

    #[test]
    fn an_expression_is_read_in_its_authors_scope() {
        let look = |scope: Option<&Scope>| block(&Plain, scope, "", "    NULL;\n");
        let set = "    PERFORM pg_catalog.set_config('search_path', 'public', true);\n";
        assert!(look(Some(&Scope::of_path("public"))).contains(set));
        assert_eq!(look(Some(&Scope::of_path("public"))).replace(set, ""), look(None));
    }
}
