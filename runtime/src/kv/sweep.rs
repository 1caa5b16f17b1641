//! Takes expired values away again and again, so that they take no room.

use std::sync::Weak;

use jiff::SignedDuration;

use super::KeyValues;

/// How often it is looked for what has expired.
const INTERVAL: SignedDuration = SignedDuration::from_mins(10);

/// Sweeps as long as the values are there.
pub(crate) async fn keep_sweeping(keys: Weak<KeyValues>) {
    loop {
        let Some(values) = keys.upgrade() else { return };
        let clock = values.clock.clone();
        let next = clock.now().checked_add(INTERVAL).ok();
        drop(values);
        while next.is_some_and(|next| clock.now() < next) {
            clock.until(next).await;
            if keys.strong_count() == 0 {
                return;
            }
        }
        let Some(values) = keys.upgrade() else { return };
        match values.sweep().await {
            Ok(0) => {}
            Ok(count) => tracing::info!("{count} values that had expired are gone"),
            Err(error) => tracing::error!("expired values cannot be taken away: {error}"),
        }
    }
}
