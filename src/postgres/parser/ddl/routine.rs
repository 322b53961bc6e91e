//! Functions, procedures, DO and CALL.

use migrate_core::ddl::routine::{
    AlterRoutine, Argument, CreateRoutine, Do, FuncCall, Parameter, ParameterMode, Routine,
};
use migrate_core::ddl::value::{DefElem, Value};
use pgrx::{is_a, pg_sys};

use super::constant::cast_constant;
use super::expression::expression;
use super::name::{object_type, routine, type_name};
use super::node::{members, nodes, strings, text};
use super::source::Source;
use super::value::options;

/// A statement on routines; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Routine> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_CreateFunctionStmt => Routine::Create(Box::new(create(&*node.cast(), at))),
            T_AlterFunctionStmt => {
                let alter = &*node.cast::<pg_sys::AlterFunctionStmt>();
                Routine::Alter(AlterRoutine {
                    kind: object_type(alter.objtype),
                    routine: routine(alter.func, at).unwrap_or_default(),
                    actions: options(alter.actions, at),
                })
            }
            T_DoStmt => {
                let (language, body, _) = code(options((*node.cast::<pg_sys::DoStmt>()).args, at));
                Routine::Do(Do { language, body: body.into_iter().next() })
            }
            T_CallStmt => Routine::Call(call(&*(*node.cast::<pg_sys::CallStmt>()).funccall, at)),
            _ => return None,
        })
    }
}

unsafe fn create(create: &pg_sys::CreateFunctionStmt, at: &Source) -> CreateRoutine {
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        let (language, body, options) = code(options(create.options, at));
        CreateRoutine {
            is_procedure: create.is_procedure,
            replace: create.replace,
            name: strings(create.funcname),
            parameters: parameters(create.parameters, at),
            returns: type_name(create.returnType, at),
            language,
            body,
            options,
            has_sql_body: !create.sql_body.is_null(),
        }
    }
}

/// LANGUAGE and AS, of which the last counts, and the other options.
fn code(options: Vec<DefElem>) -> (Option<String>, Vec<String>, Vec<DefElem>) {
    let (mut language, mut body, mut others) = (None, vec![], vec![]);
    for option in options {
        match (option.name.as_str(), &option.value) {
            ("language", _) => language = option.text().map(str::to_string).or(language),
            ("as", Some(Value::Names(names))) => body.clone_from(names),
            ("as", _) => body = option.text().map(str::to_string).into_iter().collect(),
            _ => others.push(option),
        }
    }
    (language, body, others)
}

/// The parameters of a routine or an aggregate.
///
/// # Safety
///
/// `list` is NIL or a list of FunctionParameters of a tree that is not freed yet.
pub unsafe fn parameters(list: *mut pg_sys::List, at: &Source) -> Vec<Parameter> {
    use pg_sys::FunctionParameterMode::*;
    // SAFETY: as the caller says.
    unsafe {
        let parameter = |parameter: *mut pg_sys::FunctionParameter| {
            let parameter = &*parameter;
            Parameter {
                name: text(parameter.name),
                type_name: type_name(parameter.argType, at).unwrap_or_default(),
                mode: match parameter.mode {
                    FUNC_PARAM_IN => ParameterMode::In,
                    FUNC_PARAM_OUT => ParameterMode::Out,
                    FUNC_PARAM_INOUT => ParameterMode::Inout,
                    FUNC_PARAM_VARIADIC => ParameterMode::Variadic,
                    FUNC_PARAM_TABLE => ParameterMode::Table,
                    _ => ParameterMode::Default,
                },
                default: expression(parameter.defexpr, at, |first| at.entry(first, 0, None, &[])),
            }
        };
        members(list).into_iter().map(parameter).collect()
    }
}

/// A call.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn call(call: &pg_sys::FuncCall, at: &Source) -> FuncCall {
    // SAFETY: as the caller says.
    unsafe {
        FuncCall {
            name: strings(call.funcname),
            args: nodes(call.args).into_iter().map(|node| argument(node, at)).collect(),
            has_order: !call.agg_order.is_null(),
            has_filter: !call.agg_filter.is_null(),
            has_over: !call.over.is_null(),
            within_group: call.agg_within_group,
            star: call.agg_star,
            distinct: call.agg_distinct,
            variadic: call.func_variadic,
            place: at.place(call.location),
        }
    }
}

unsafe fn argument(node: *mut pg_sys::Node, at: &Source) -> Argument {
    // SAFETY: an expression of a live tree; the cast is to the struct of the node's tag.
    unsafe {
        if is_a(node, pg_sys::NodeTag::T_NamedArgExpr) {
            let named = &*node.cast::<pg_sys::NamedArgExpr>();
            Argument {
                name: text(named.name),
                constant: cast_constant(named.arg.cast()),
                place: at.place(named.location),
            }
        } else {
            Argument { constant: cast_constant(node), ..Argument::default() }
        }
    }
}
