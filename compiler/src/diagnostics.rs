//! Every kind of mistake the compiler can report, one file each.
//!
//! A new one is a file here, its `pub mod` line and its line in `OWN`; where it is found is a matter of `checks`.

pub mod allow_without_reason;
pub mod app_access_scalar;
pub mod app_block_without_effect;
pub mod app_block_wrong_state;
pub mod app_form_without_button;
pub mod app_hardcoded_execution_id;
pub mod app_invalid_state;
pub mod app_missing_open_layout;
pub mod app_missing_state_layout;
pub mod app_missing_terminal_layout;
pub mod app_pause_mismatch;
pub mod app_redirect_hides_result;
pub mod app_redirect_loop;
pub mod app_unknown_flow;
pub mod app_unknown_id;
pub mod app_unreachable_page;
pub mod argument;
pub mod call_arguments;
pub mod call_in_string_literal;
pub mod coalesce_cannot_catch;
pub mod comparison_never_true;
pub mod condition_extra_text;
pub mod condition_not_boolean;
pub mod conditional_input_unguarded;
pub mod conflicting_properties;
pub mod constant_condition;
pub mod cron_day_step;
pub mod cron_description_mismatch;
pub mod cron_dom_and_dow;
pub mod cron_impossible_date;
pub mod cron_minute_star;
pub mod cron_timezone_implicit;
pub mod dag_cycle;
pub mod dag_unknown_dependency;
pub mod date_format_suspicious;
pub mod dead_coalesce;
pub mod deprecated_filter;
pub mod deprecated_function;
pub mod deprecated_property;
pub mod deprecated_type;
pub mod deprecated_type_alias;
pub mod double_json_encoding;
pub mod duplicate_id;
pub mod embedded_json_invalid;
pub mod embedded_json_schema_invalid;
pub mod empty_branch;
pub mod expression_always_fails;
pub mod expression_differs_by_version;
pub mod expression_syntax;
pub mod feature_not_in_target_version;
pub mod fetch_large_result;
pub mod filter_argument_type;
pub mod filter_argument_value;
pub mod filter_input_type;
pub mod flow_output_type_mismatch;
pub mod flow_trigger_without_conditions;
pub mod flowable_in_working_directory;
pub mod forbidden_property;
pub mod forbidden_type;
pub mod foreach_invalid_values;
pub mod foreign_interpolation;
pub mod function_argument_type;
pub mod hardcoded_instance_url;
pub mod hardcoded_secret;
pub mod hardcoded_utc_offset;
pub mod hardcoded_webhook_key;
pub mod http_get_with_body;
pub mod hyphen_needs_brackets;
pub mod id_naming;
pub mod incomparable_operands;
pub mod input_bounds;
pub mod input_default_not_allowed;
pub mod input_default_type_mismatch;
pub mod input_dependency_cycle;
pub mod invalid_cron;
pub mod invalid_enum_value;
pub mod invalid_id;
pub mod invalid_property_type;
pub mod invalid_regex;
pub mod invalid_timezone;
pub mod ion_read_as_json;
pub mod jq_list_as_scalar;
pub mod jq_on_non_json_string;
pub mod jq_syntax;
pub mod logs_filter_branch_only;
pub mod loop_blocked_by_concurrency;
pub mod loop_condition_invariant;
pub mod loop_output_unindexed;
pub mod loop_variable_outside_loop;
pub mod malformed_output_marker;
pub mod missing_required_property;
pub mod nested_expression;
pub mod not_precedence;
pub mod object_in_concat;
pub mod optional_input_unguarded;
pub mod outdated;
pub mod output_file_name_mismatch;
pub mod output_file_undeclared;
pub mod output_may_not_exist;
pub mod output_needs_fetch_type;
pub mod output_of_exclusive_branch;
pub mod output_of_parallel_sibling;
pub mod output_used_before_task;
pub mod parent_taskrun_value_unavailable;
pub mod path_injection;
pub mod pause_input_required_in_one_branch;
pub mod plugin_default_no_match;
pub mod postfix_on_literal;
pub mod property_of_scalar;
pub mod public_app_exposes_logs;
pub mod public_app_exposes_secret;
pub mod recursive_subflow;
pub mod render_of_output;
pub mod retry_without_effect;
pub mod schedule_condition_on_now;
pub mod script_injection;
pub mod script_output_not_emitted;
pub mod secret_exposed;
pub mod secret_in_script;
pub mod secret_in_url;
pub mod several_documents;
pub mod sql_injection;
pub mod static_property_expression;
pub mod subflow_in_loop;
pub mod subflow_input_mismatch;
pub mod subflow_output_unknown;
pub mod subflow_unknown;
pub mod switch_without_default;
pub mod task_has_no_outputs;
pub mod taskrun_value_in_nested_task;
pub mod taskrun_value_is_string;
pub mod trigger_never_fires;
pub mod trigger_required_input_unset;
pub mod trigger_variable_unguarded;
pub mod trigger_variable_without_trigger;
pub mod unbounded_parallel;
pub mod unbraced_expression;
pub mod unescaped_json_interpolation;
pub mod unknown_filter;
pub mod unknown_flow_variable;
pub mod unknown_function;
pub mod unknown_input;
pub mod unknown_input_type;
pub mod unknown_kv_key;
pub mod unknown_namespace_file;
pub mod unknown_output_property;
pub mod unknown_property;
pub mod unknown_root_variable;
pub mod unknown_secret;
pub mod unknown_task_ref;
pub mod unknown_test;
pub mod unknown_trigger_property;
pub mod unknown_type;
pub mod unpinned_container_image;
pub mod unreachable_flow;
pub mod unreachable_switch_default;
pub mod unreachable_task;
pub mod untrusted_code_execution;
pub mod unused_allow;
pub mod unused_input;
pub mod unused_task_output;
pub mod unused_variable;
pub mod url_in_host_property;
pub mod url_injection;
pub mod variable_needs_render;
pub mod variable_not_available_here;
pub mod wrong_operand;

mod instead;

use report::{Code, Declared};

pub use instead::Instead;
pub(crate) use instead::words_of;

/// All codes, by name: those declared here, and those of the text itself, which the grammar declares.
pub const ALL: &[&Code] = &merged::<{ OWN.len() + grammar::diagnostics::ALL.len() }>(OWN, grammar::diagnostics::ALL);

/// Those declared here, by name.
const OWN: &[&Code] = &[
    allow_without_reason::AllowWithoutReason::CODE,
    app_access_scalar::AppAccessScalar::CODE,
    app_block_without_effect::AppBlockWithoutEffect::CODE,
    app_block_wrong_state::AppBlockWrongState::CODE,
    app_form_without_button::AppFormWithoutButton::CODE,
    app_hardcoded_execution_id::AppHardcodedExecutionId::CODE,
    app_invalid_state::AppInvalidState::CODE,
    app_missing_open_layout::AppMissingOpenLayout::CODE,
    app_missing_state_layout::AppMissingStateLayout::CODE,
    app_missing_terminal_layout::AppMissingTerminalLayout::CODE,
    app_pause_mismatch::AppPauseMismatch::CODE,
    app_redirect_hides_result::AppRedirectHidesResult::CODE,
    app_redirect_loop::AppRedirectLoop::CODE,
    app_unknown_flow::AppUnknownFlow::CODE,
    app_unknown_id::AppUnknownId::CODE,
    app_unreachable_page::AppUnreachablePage::CODE,
    call_arguments::CallArguments::CODE,
    call_in_string_literal::CallInStringLiteral::CODE,
    coalesce_cannot_catch::CoalesceCannotCatch::CODE,
    comparison_never_true::ComparisonNeverTrue::CODE,
    condition_extra_text::ConditionExtraText::CODE,
    condition_not_boolean::ConditionNotBoolean::CODE,
    conditional_input_unguarded::ConditionalInputUnguarded::CODE,
    conflicting_properties::ConflictingProperties::CODE,
    constant_condition::ConstantCondition::CODE,
    cron_day_step::CronDayStep::CODE,
    cron_description_mismatch::CronDescriptionMismatch::CODE,
    cron_dom_and_dow::CronDomAndDow::CODE,
    cron_impossible_date::CronImpossibleDate::CODE,
    cron_minute_star::CronMinuteStar::CODE,
    cron_timezone_implicit::CronTimezoneImplicit::CODE,
    dag_cycle::DagCycle::CODE,
    dag_unknown_dependency::DagUnknownDependency::CODE,
    date_format_suspicious::DateFormatSuspicious::CODE,
    dead_coalesce::DeadCoalesce::CODE,
    deprecated_filter::DeprecatedFilter::CODE,
    deprecated_function::DeprecatedFunction::CODE,
    deprecated_property::DeprecatedProperty::CODE,
    deprecated_type::DeprecatedType::CODE,
    deprecated_type_alias::DeprecatedTypeAlias::CODE,
    double_json_encoding::DoubleJsonEncoding::CODE,
    duplicate_id::DuplicateId::CODE,
    embedded_json_invalid::EmbeddedJsonInvalid::CODE,
    embedded_json_schema_invalid::EmbeddedJsonSchemaInvalid::CODE,
    empty_branch::EmptyBranch::CODE,
    expression_always_fails::ExpressionAlwaysFails::CODE,
    expression_differs_by_version::ExpressionDiffersByVersion::CODE,
    expression_syntax::ExpressionSyntax::CODE,
    feature_not_in_target_version::FeatureNotInTargetVersion::CODE,
    fetch_large_result::FetchLargeResult::CODE,
    filter_argument_type::FilterArgumentType::CODE,
    filter_argument_value::FilterArgumentValue::CODE,
    filter_input_type::FilterInputType::CODE,
    flow_output_type_mismatch::FlowOutputTypeMismatch::CODE,
    flow_trigger_without_conditions::FlowTriggerWithoutConditions::CODE,
    flowable_in_working_directory::FlowableInWorkingDirectory::CODE,
    forbidden_property::ForbiddenProperty::CODE,
    forbidden_type::ForbiddenType::CODE,
    foreach_invalid_values::ForeachInvalidValues::CODE,
    foreign_interpolation::ForeignInterpolation::CODE,
    function_argument_type::FunctionArgumentType::CODE,
    hardcoded_instance_url::HardcodedInstanceUrl::CODE,
    hardcoded_secret::HardcodedSecret::CODE,
    hardcoded_utc_offset::HardcodedUtcOffset::CODE,
    hardcoded_webhook_key::HardcodedWebhookKey::CODE,
    http_get_with_body::HttpGetWithBody::CODE,
    hyphen_needs_brackets::HyphenNeedsBrackets::CODE,
    id_naming::IdNaming::CODE,
    incomparable_operands::IncomparableOperands::CODE,
    input_bounds::InputBounds::CODE,
    input_default_not_allowed::InputDefaultNotAllowed::CODE,
    input_default_type_mismatch::InputDefaultTypeMismatch::CODE,
    input_dependency_cycle::InputDependencyCycle::CODE,
    invalid_cron::InvalidCron::CODE,
    invalid_enum_value::InvalidEnumValue::CODE,
    invalid_id::InvalidId::CODE,
    invalid_property_type::InvalidPropertyType::CODE,
    invalid_regex::InvalidRegex::CODE,
    invalid_timezone::InvalidTimezone::CODE,
    ion_read_as_json::IonReadAsJson::CODE,
    jq_list_as_scalar::JqListAsScalar::CODE,
    jq_on_non_json_string::JqOnNonJsonString::CODE,
    jq_syntax::JqSyntax::CODE,
    logs_filter_branch_only::LogsFilterBranchOnly::CODE,
    loop_blocked_by_concurrency::LoopBlockedByConcurrency::CODE,
    loop_condition_invariant::LoopConditionInvariant::CODE,
    loop_output_unindexed::LoopOutputUnindexed::CODE,
    loop_variable_outside_loop::LoopVariableOutsideLoop::CODE,
    malformed_output_marker::MalformedOutputMarker::CODE,
    missing_required_property::MissingRequiredProperty::CODE,
    nested_expression::NestedExpression::CODE,
    not_precedence::NotPrecedence::CODE,
    object_in_concat::ObjectInConcat::CODE,
    optional_input_unguarded::OptionalInputUnguarded::CODE,
    output_file_name_mismatch::OutputFileNameMismatch::CODE,
    output_file_undeclared::OutputFileUndeclared::CODE,
    output_may_not_exist::OutputMayNotExist::CODE,
    output_needs_fetch_type::OutputNeedsFetchType::CODE,
    output_of_exclusive_branch::OutputOfExclusiveBranch::CODE,
    output_of_parallel_sibling::OutputOfParallelSibling::CODE,
    output_used_before_task::OutputUsedBeforeTask::CODE,
    parent_taskrun_value_unavailable::ParentTaskrunValueUnavailable::CODE,
    path_injection::PathInjection::CODE,
    pause_input_required_in_one_branch::PauseInputRequiredInOneBranch::CODE,
    plugin_default_no_match::PluginDefaultNoMatch::CODE,
    postfix_on_literal::PostfixOnLiteral::CODE,
    property_of_scalar::PropertyOfScalar::CODE,
    public_app_exposes_logs::PublicAppExposesLogs::CODE,
    public_app_exposes_secret::PublicAppExposesSecret::CODE,
    recursive_subflow::RecursiveSubflow::CODE,
    render_of_output::RenderOfOutput::CODE,
    retry_without_effect::RetryWithoutEffect::CODE,
    schedule_condition_on_now::ScheduleConditionOnNow::CODE,
    script_injection::ScriptInjection::CODE,
    script_output_not_emitted::ScriptOutputNotEmitted::CODE,
    secret_exposed::SecretExposed::CODE,
    secret_in_script::SecretInScript::CODE,
    secret_in_url::SecretInUrl::CODE,
    several_documents::SeveralDocuments::CODE,
    sql_injection::SqlInjection::CODE,
    static_property_expression::StaticPropertyExpression::CODE,
    subflow_in_loop::SubflowInLoop::CODE,
    subflow_input_mismatch::SubflowInputMismatch::CODE,
    subflow_output_unknown::SubflowOutputUnknown::CODE,
    subflow_unknown::SubflowUnknown::CODE,
    switch_without_default::SwitchWithoutDefault::CODE,
    task_has_no_outputs::TaskHasNoOutputs::CODE,
    taskrun_value_in_nested_task::TaskrunValueInNestedTask::CODE,
    taskrun_value_is_string::TaskrunValueIsString::CODE,
    trigger_never_fires::TriggerNeverFires::CODE,
    trigger_required_input_unset::TriggerRequiredInputUnset::CODE,
    trigger_variable_unguarded::TriggerVariableUnguarded::CODE,
    trigger_variable_without_trigger::TriggerVariableWithoutTrigger::CODE,
    unbounded_parallel::UnboundedParallel::CODE,
    unbraced_expression::UnbracedExpression::CODE,
    unescaped_json_interpolation::UnescapedJsonInterpolation::CODE,
    unknown_filter::UnknownFilter::CODE,
    unknown_flow_variable::UnknownFlowVariable::CODE,
    unknown_function::UnknownFunction::CODE,
    unknown_input::UnknownInput::CODE,
    unknown_input_type::UnknownInputType::CODE,
    unknown_kv_key::UnknownKvKey::CODE,
    unknown_namespace_file::UnknownNamespaceFile::CODE,
    unknown_output_property::UnknownOutputProperty::CODE,
    unknown_property::UnknownProperty::CODE,
    unknown_root_variable::UnknownRootVariable::CODE,
    unknown_secret::UnknownSecret::CODE,
    unknown_task_ref::UnknownTaskRef::CODE,
    unknown_test::UnknownTest::CODE,
    unknown_trigger_property::UnknownTriggerProperty::CODE,
    unknown_type::UnknownType::CODE,
    unpinned_container_image::UnpinnedContainerImage::CODE,
    unreachable_flow::UnreachableFlow::CODE,
    unreachable_switch_default::UnreachableSwitchDefault::CODE,
    unreachable_task::UnreachableTask::CODE,
    untrusted_code_execution::UntrustedCodeExecution::CODE,
    unused_allow::UnusedAllow::CODE,
    unused_input::UnusedInput::CODE,
    unused_task_output::UnusedTaskOutput::CODE,
    unused_variable::UnusedVariable::CODE,
    url_in_host_property::UrlInHostProperty::CODE,
    url_injection::UrlInjection::CODE,
    variable_needs_render::VariableNeedsRender::CODE,
    variable_not_available_here::VariableNotAvailableHere::CODE,
    wrong_operand::WrongOperand::CODE,
];

/// Two sorted lists as one.
const fn merged<const N: usize>(left: &[&'static Code], right: &[&'static Code]) -> [&'static Code; N] {
    let mut all = [left[0]; N];
    let (mut at, mut l, mut r) = (0, 0, 0);
    while at < N {
        let take_left =
            r == right.len() || l < left.len() && is_before(left[l].name.as_bytes(), right[r].name.as_bytes());
        if take_left {
            all[at] = left[l];
            l += 1;
        } else {
            all[at] = right[r];
            r += 1;
        }
        at += 1;
    }
    all
}

const fn is_before(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] < right[at];
        }
        at += 1;
    }
    left.len() < right.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order() {
        let names: Vec<&str> = ALL.iter().map(|code| code.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}
