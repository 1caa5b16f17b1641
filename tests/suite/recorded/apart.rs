//! The recordings that do not come out the same here, each with the reason; where that begins with `varies`, they
//! sometimes do.

/// Of `flows.json`, on 1.3.
pub(super) const FLOWS_1_3: &[(&str, &str)] = &[
    (
        "retry-flowable-parallel.yaml run",
        "Kestra looks at due retries once a second, one after another; ours are on time",
    ),
    ("waitfor-max-duration.yaml run", "Kestra looks at deadlines once a second, ours are on time"),
    (
        "waitfor-multiple-tasks.yaml run",
        "it takes two minutes: a minute lies between rounds where nothing else is said",
    ),
    ("each-parallel-subflow-notfound.yml run", "1.3 says the failure of the last child a second time, of the loop"),
    ("kv.yaml run 2", "defaults are kept among the inputs of an execution that was put past the door"),
    ("worker-group.yaml validate", "only the enterprise edition has worker groups; 1.3 stores the flow all the same"),
];

/// Of `flows.json`, on 2.0.
pub(super) const FLOWS_2_0: &[(&str, &str)] =
    &[("waitfor-max-duration.yaml run", "Kestra looks at deadlines once a second, ours are on time")];

/// Of `version-runs.json`, on either.
pub(super) const CONSTRUCTS: &[(&str, &str)] = &[
    ("loop_in_workingdir on 2.0", "the compiler refuses it; 2.0 stores it and fails as it runs"),
    ("fe_json_map on 1.3", "the reason is said in our own words"),
    ("exit_success on 1.3", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit_warning on 1.3", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit_failed on 1.3", "a defect of both: a task runs after an exit where something follows the end"),
    ("parallel_fail on 1.3", "nothing ends here before the tasks in it"),
    ("flow_outputs_bad on 2.0", "the reason is said in the words of 1.3"),
    ("exit_success on 2.0", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit_warning on 2.0", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit_failed on 2.0", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit_canceled on 2.0", "the reason is said in our own words"),
    ("exit_default on 2.0", "a defect of both: a task runs after an exit where something follows the end"),
    ("dag_onchild_continue on 2.0", "nothing ends here before the tasks in it"),
    ("if_skipped_outputs on 2.0", "2.0 shows an empty map for the task that is being rendered among `outputs`"),
    ("ft_badinputs on 2.0", "the recording holds warnings of a flow left over from another one"),
    ("ft_any on 2.0", "the recording holds warnings of a flow left over from another one"),
    ("ft_all_one on 2.0", "the recording holds warnings of a flow left over from another one"),
    ("ft_all_two on 2.0", "the recording holds warnings of a flow left over from another one"),
    ("ft2_same_flow_twice_entry on 2.0", "two equal entries stop the server of 2.0"),
    ("loop2_pause_manualtime on 2.0", "a defect of 2.0: the execution around a pause stays paused after it"),
    ("loop2_runif_false on 2.0", "a defect of 2.0: the iterations of a skipped loop run"),
    ("loop2_fail_conc0_timing on 2.0", "a loop that has ended is not written again by iterations that go on"),
    ("loop3_foreachitem_migrated on 2.0", "varies: one of two iterations side by side ends first"),
    ("loop3_exit_in_nested on 2.0", "a defect of 2.0: a control stays running in an execution that has ended"),
    ("ft3_two_coalesce on 2.0", "what the first of two flows gave out can be read here, and could not there"),
    ("exit6_top_success on 1.3", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit6_top_failed on 1.3", "a defect of both: a task runs after an exit where something follows the end"),
    ("parallel6_continue_settled on 2.0", "nothing ends here before the tasks in it"),
    ("exit6_top_success on 2.0", "a defect of both: a task runs after an exit where something follows the end"),
    ("exit6_top_failed on 2.0", "a defect of both: a task runs after an exit where something follows the end"),
];
