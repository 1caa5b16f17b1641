//! Those answers, over the protocol.
