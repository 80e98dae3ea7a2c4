//! HTTP over the service, the company and the desk.
//!
//! - [`ui`]: the API the pages speak, over the service only.
//! - [`company`]: the company's pages and protocols, over the company only.
//! - [`aws`]: the documented places, for tools and brokers: STS, the federation endpoint.
//! - [`in_process`]: the desk's and the world's own routes; never served on a socket.
//! - [`desktop`]: what the desktop shell holds: the world, both routers and the cookie jar in between.
//! - [`network`]: how the parties reach each other: the simulated internet.
//! - [`world`]: opens the data folder: keys, stores, clock.
//! - [`system`]: the one place that reads the operating system's clock and randomness.

pub mod answer;
pub mod aws;
pub mod caller;
pub mod company;
pub mod courier;
pub mod desktop;
pub mod in_process;
pub mod input;
pub mod network;
pub mod openapi;
pub mod system;
pub mod ui;
pub mod world;
