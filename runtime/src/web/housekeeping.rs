//! What a server tidies up from time to time: forms that were never sent, sessions that have ended, what was done
//! long ago.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::context::Context;
use super::drafts;

/// How often.
const INTERVAL: Duration = Duration::from_secs(10 * 60);

/// Tidies up again and again, as long as the server is there.
pub async fn keep(context: Weak<Context>) {
    while let Some(context) = context.upgrade() {
        tidy(&context).await;
        drop(context);
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Tidies up once.
pub async fn tidy(context: &Arc<Context>) {
    let limits = context.settings.limits;
    let now = context.guard.audit.now();
    let before = |age: Duration| {
        let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
        now.checked_sub(age).unwrap_or(Timestamp::MIN)
    };
    let failed = |what: &str, error: &dyn std::fmt::Display| tracing::error!("{what} cannot be tidied up: {error}");
    if let Err(error) = drafts::sweep(context.engine.storage(), before(limits.drafts)).await {
        failed("forms that were never sent", &error);
    }
    if let Err(error) = context.guard.passes.sweep().await {
        failed("sessions", &error);
    }
    if let Err(error) = context.guard.audit.forget_before(before(limits.audit)).await {
        failed("what was done long ago", &error);
    }
}
