//! HTTP over the service and the desk: the UI's API, its OpenAPI document and the world that holds them.
