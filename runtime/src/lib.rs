//! Plans executed durably, and pages served.
