//! The use cases of the simulated AWS: everything it decides is decided here or below.
