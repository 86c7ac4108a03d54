//! The cluster and its members.

pub(super) mod cluster_id_differs;
pub(super) mod self_not_listed;
