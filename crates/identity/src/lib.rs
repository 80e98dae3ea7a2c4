//! Names, identifiers, password policies and the sign-in state machines. Pure: no clock, no I/O.
