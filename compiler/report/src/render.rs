//! Drawing diagnostics for a terminal: the full form with source lines, and the concise one-line form.
