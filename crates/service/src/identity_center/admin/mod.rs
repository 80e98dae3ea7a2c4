//! The administration of the instance, as its console offers it.
//!
//! - `gate`: who may administer; `refusal`: what the instance refuses besides what policies deny.
//! - `overview`: the instance itself.

mod gate;
mod overview;
mod refusal;

pub(crate) use gate::Center;
pub use refusal::CenterRefusal;
