//! What the parts do together: the probes, AWS's own examples, and laws that hold for any policy.

mod examples;
mod hostile;
mod laws;
mod naive;
mod probes;
pub(crate) mod world;
