//! Which lines of a document can be folded away.

use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};
use ide::Fold;
use ide::folding::FoldKind;

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let file = session.file(&parameters.text_document.uri)?;
    let write = |fold: Fold| FoldingRange {
        start_line: fold.first,
        end_line: fold.last,
        kind: (fold.kind == FoldKind::Comment).then_some(FoldingRangeKind::Comment),
        ..FoldingRange::default()
    };
    Some(ide::folds(&session.workspace, file).into_iter().map(write).collect())
}
