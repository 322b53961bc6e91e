//! Which statement of a script calls a safe operation: its steps take the statement's place.
//!
//! Only the call itself is made, with values in place of its arguments. So nothing else may stand in such a statement
//! that would run, or that gives the call another meaning.

use crate::ddl::Command;
use crate::ddl::dml::{Dml, Field, OnlyCall, Select};
use crate::ddl::expression::{Clause, Form};
use crate::ddl::name::relation;
use crate::ddl::routine::FuncCall;

/// The functions that become steps, besides `safe_…`.
const OTHERS: [&str; 5] = ["undo", "complete", "abort", "restore", "repair_indexes"];

/// A call that becomes steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The function.
    pub name: String,
    /// Whether the statement has nothing besides that could run code or give the call another meaning.
    pub is_bare: bool,
}

/// The function of `migrate` that becomes steps, which a SELECT calls as its only column or row source: `SELECT
/// migrate.safe_…(…)`, `SELECT * FROM migrate.safe_…(…)`.
pub fn operation(command: &Command) -> Option<Operation> {
    of_ours(command).filter(|call| becomes_steps(&call.name))
}

/// The same of any function of `migrate`.
pub fn of_ours(command: &Command) -> Option<Operation> {
    let Command::Dml(Dml::Select(select)) = command else { return None };
    let only = select.only_call.as_ref()?;
    let name = relation(&only.call.name);
    let is_bare = is_bare_call(&only.call) && is_bare_select(select, only);
    (name.schema.as_deref() == Some("migrate")).then_some(Operation { name: name.name, is_bare })
}

fn becomes_steps(name: &str) -> bool {
    name.starts_with("safe_") || OTHERS.contains(&name)
}

/// Whether `migrate.run` waits for what a function asks for.
pub fn is_run(name: &str) -> bool {
    becomes_steps(name) || name == "complete_due"
}

/// Whether a call is nothing but a function and its arguments.
fn is_bare_call(call: &FuncCall) -> bool {
    !call.has_order
        && !call.has_filter
        && !call.has_over
        && !call.within_group
        && !call.star
        && !call.distinct
        && !call.variadic
}

/// Whether a SELECT of one call does nothing besides: it shows columns of the answer as they are, in some order. No
/// step needs that, so only the call is made.
fn is_bare_select(select: &Select, only: &OnlyCall) -> bool {
    let is_plain = select.clauses.iter().all(|clause| matches!(clause, Clause::From | Clause::Sort));
    let is_shown = if only.is_source {
        !only.has_definitions && select.targets.iter().all(|target| target.form == Form::Column)
    } else {
        // The call itself, or `(call).*`, or one field of its row by name.
        matches!(only.fields.as_slice(), [] | [Field::Star] | [Field::Name])
    };
    let is_sorted =
        select.sorts.iter().all(|sort| !sort.using && matches!(sort.form, Form::Column | Form::Constant));
    is_plain && is_shown && is_sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::dml::{Sort, Target};

    fn select(schema: &str, function: &str) -> Select {
        let call = FuncCall { name: vec![schema.into(), function.into()], ..FuncCall::default() };
        let only = OnlyCall { call, ..OnlyCall::default() };
        let targets = vec![Target { name: None, form: Form::Call }];
        Select { targets, only_call: Some(Box::new(only)), ..Select::default() }
    }

    /// `SELECT … FROM migrate.safe_reindex()`.
    fn source(forms: &[Form]) -> Select {
        let mut select = select("migrate", "safe_reindex");
        only(&mut select).is_source = true;
        select.clauses = vec![Clause::From];
        select.targets = forms.iter().map(|form| Target { name: None, form: *form }).collect();
        select
    }

    fn only(select: &mut Select) -> &mut OnlyCall {
        select.only_call.as_mut().unwrap()
    }

    fn read(select: Select) -> Option<Operation> {
        operation(&Command::Dml(Dml::Select(Box::new(select))))
    }

    #[track_caller]
    fn assert_bare(is_bare: bool, select: Select) {
        assert_eq!(read(select.clone()).map(|call| call.is_bare), Some(is_bare), "{select:?}");
    }

    #[test]
    fn functions_of_ours_that_become_steps() {
        for name in
            ["safe_reindex", "safe_anything", "undo", "complete", "abort", "restore", "repair_indexes"]
        {
            assert_eq!(read(select("migrate", name)), Some(Operation { name: name.into(), is_bare: true }));
        }
        for (schema, name) in
            [("migrate", "status"), ("migrate", "load"), ("Migrate", "undo"), ("app", "safe_x")]
        {
            assert_eq!(read(select(schema, name)), None, "{schema}.{name}");
        }
        let mut without_schema = select("migrate", "undo");
        only(&mut without_schema).call.name.remove(0);
        assert_eq!(read(without_schema), None);
        assert_eq!(read(Select { only_call: None, ..select("migrate", "undo") }), None);
        assert_eq!(operation(&Command::Other), None);
    }

    #[test]
    fn whatever_dresses_the_call_is_told() {
        type Dress = fn(&mut FuncCall);
        let dresses: [Dress; 7] = [
            |call| call.has_order = true,
            |call| call.has_filter = true,
            |call| call.has_over = true,
            |call| call.within_group = true,
            |call| call.star = true,
            |call| call.distinct = true,
            |call| call.variadic = true,
        ];
        for dress in dresses {
            let mut select = select("migrate", "undo");
            dress(&mut only(&mut select).call);
            assert_bare(false, select);
        }
    }

    #[test]
    fn no_clause_but_from_and_order_by_goes_with_it() {
        use Clause::{
            Distinct, From, Group, Having, Into, Limit, Locking, Offset, SetOperation, Values, Where, Window,
            With,
        };
        for clause in
            [With, Distinct, Into, Where, Group, Having, Window, Values, Offset, Limit, Locking, SetOperation]
        {
            assert_bare(false, Select { clauses: vec![clause], ..select("migrate", "undo") });
            assert_bare(false, Select { clauses: vec![From, clause], ..source(&[Form::Column]) });
        }
        assert_bare(true, Select { clauses: vec![From, Clause::Sort], ..source(&[Form::Column]) });
    }

    #[test]
    fn only_columns_of_the_answer_are_shown() {
        assert_bare(true, source(&[]));
        assert_bare(true, source(&[Form::Column, Form::Column]));
        for form in
            [Form::Constant, Form::Call, Form::Field, Form::Cast, Form::Default, Form::Query, Form::Other]
        {
            assert_bare(false, source(&[Form::Column, form]));
        }
        let mut defined = source(&[Form::Column]);
        only(&mut defined).has_definitions = true;
        assert_bare(false, defined);
        let fields = |fields: &[Field]| {
            let mut select = select("migrate", "undo");
            only(&mut select).fields = fields.to_vec();
            select
        };
        assert_bare(true, fields(&[Field::Star]));
        assert_bare(true, fields(&[Field::Name]));
        assert_bare(false, fields(&[Field::Subscript]));
        assert_bare(false, fields(&[Field::Name, Field::Star]));
    }

    #[test]
    fn the_order_is_that_of_columns() {
        let sorted = |form, using| {
            let sorts = vec![Sort { form, using }];
            Select { clauses: vec![Clause::From, Clause::Sort], sorts, ..source(&[Form::Column]) }
        };
        assert_bare(true, sorted(Form::Column, false));
        assert_bare(true, sorted(Form::Constant, false));
        assert_bare(false, sorted(Form::Column, true));
        for form in [Form::Call, Form::Field, Form::Cast, Form::Default, Form::Query, Form::Other] {
            assert_bare(false, sorted(form, false));
        }
    }
}
