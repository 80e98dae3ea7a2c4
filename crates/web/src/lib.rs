//! HTTP over the service and the desk.
//!
//! - [`ui`]: the API the pages speak, over the service only.
//! - [`in_process`]: the desk's and the world's own routes; never served on a socket.
//! - [`desktop`]: what the desktop shell holds: the world, both routers and the cookie jar in between.
//! - [`network`]: how the parties reach each other: the simulated internet.
//! - [`world`]: opens the data folder: keys, stores, clock.
//! - [`system`]: the one place that reads the operating system's clock and randomness.

pub mod answer;
pub mod caller;
pub mod courier;
pub mod desktop;
pub mod in_process;
pub mod input;
pub mod network;
pub mod openapi;
pub mod system;
pub mod ui;
pub mod world;
