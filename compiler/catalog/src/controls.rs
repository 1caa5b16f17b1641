//! Tasks that steer, one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod allow_failure;
pub mod dag;
pub mod each_parallel;
pub mod each_sequential;
pub mod exit;
pub mod for_each;
pub mod for_each_item;
pub mod r#if;
pub mod labels;
pub mod r#loop;
pub mod loop_until;
pub mod parallel;
pub mod pause;
pub mod sequential;
pub mod set_variables;
pub mod subflow;
pub mod switch;
pub mod template;
pub mod unset_variables;
pub mod working_directory;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[
    allow_failure::AllowFailure::DECLARATION,
    dag::Dag::DECLARATION,
    each_parallel::EachParallel::DECLARATION,
    each_sequential::EachSequential::DECLARATION,
    exit::Exit::DECLARATION,
    for_each::ForEach::DECLARATION,
    for_each_item::ForEachItem::DECLARATION,
    r#if::If::DECLARATION,
    labels::Labels::DECLARATION,
    r#loop::Loop::DECLARATION,
    loop_until::LoopUntil::DECLARATION,
    parallel::Parallel::DECLARATION,
    pause::Pause::DECLARATION,
    sequential::Sequential::DECLARATION,
    set_variables::SetVariables::DECLARATION,
    subflow::Subflow::DECLARATION,
    switch::Switch::DECLARATION,
    template::Template::DECLARATION,
    unset_variables::UnsetVariables::DECLARATION,
    working_directory::WorkingDirectory::DECLARATION,
];
