//! Apps: pages over one flow, from the open form to the result.

pub mod availability;
pub mod defaults;
pub mod filter;
pub mod page;
pub mod properties;
pub mod stage;
pub mod variables;
pub mod view;
pub mod world;

pub use filter::Filter;
pub use page::{Page, Part};
pub use properties::Properties;
pub use stage::Stage;
pub use view::{Session, View};
