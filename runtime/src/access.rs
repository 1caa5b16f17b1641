//! Who may do what: users and their roles, what routes ask for, what people prove who they are with, and what they did.

pub mod attempts;
pub mod audit;
pub mod identity;
pub mod passes;
pub mod password;
pub mod permission;
pub mod role;
pub mod token;
pub mod users;

pub use attempts::Attempts;
pub use audit::Audit;
pub use identity::Identity;
pub use passes::Passes;
pub use permission::Permission;
pub use role::Role;
pub use users::{User, Users};
