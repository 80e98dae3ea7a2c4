//! What the parts do together: the probes, AWS's own examples, bad input, and laws that hold for any policy.

mod bad_input;
mod drawn;
mod examples;
mod hostile;
mod laws;
mod look_alikes;
mod naive;
mod probes;
pub(crate) mod world;
