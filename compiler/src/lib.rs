//! Sources to plan or diagnostics.
