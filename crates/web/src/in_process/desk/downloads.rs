//! The downloads folder.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_service::ErrorBody;

use super::answer;
use crate::answer::Reply;
use crate::input::Body;
use crate::world::World;

/// A file to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DownloadForm {
    /// Wished file name.
    pub file_name: String,
    /// Text.
    pub contents: String,
}

/// A kept file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Downloaded {
    /// Where it is.
    pub path: String,
}

/// Keep a file in the downloads folder.
#[utoipa::path(post, path = "/desk/downloads", request_body = DownloadForm, responses((status = 200, body = Downloaded), (status = "default", body = ErrorBody)))]
pub async fn download(State(world): State<Arc<World>>, Body(form): Body<DownloadForm>) -> Reply<Downloaded> {
    let path = world.desk.save_download(&form.file_name, &form.contents)?;
    Ok(answer(Downloaded {
        path: path.display().to_string(),
    }))
}
