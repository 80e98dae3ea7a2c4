//! The description of every route, from which the front end's types are generated.

use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

#[derive(OpenApi)]
#[openapi(info(
    title = "Vestibule",
    description = "What the pages and the desk speak.",
    license(name = "MIT OR Apache-2.0")
))]
struct Description;

/// The whole document: the service's routes, the company's and the in-process ones.
#[must_use]
pub fn document() -> Document {
    let mut document = Description::openapi();
    document.merge(crate::ui::router().into_openapi());
    document.merge(crate::company::router().into_openapi());
    document.merge(crate::in_process::router().into_openapi());
    // Handlers share names across files; paths tell operations apart.
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.post, &mut item.delete]
            .into_iter()
            .flatten()
        {
            operation.operation_id = None;
        }
    }
    document
}
