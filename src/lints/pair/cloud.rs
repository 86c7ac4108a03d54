//! Firewalls in a public cloud, which lack some of high availability.

use crate::effective::PairSettings;
use crate::lint::FirewallView;
use crate::model::LinkKind;

/// May it be a firewall in a public cloud? No export says so, nor does the model: a VM-300 may as well be in a
/// data center. Those in a cloud have HA1 on the management port, and none of what their builds do not know
/// (schema 10.0.6, `cfg.platform.cloud-ha-support`).
pub(super) fn may_be_in_cloud(firewall: &FirewallView<'_, '_>, settings: &PairSettings<'_, '_>) -> bool {
    if firewall.model().is_some_and(|model| !model.is_virtual()) {
        return false;
    }
    let is_on_management = firewall.link(LinkKind::Ha1).is_some_and(|link| link.is_on_management());
    let unknown_links = [LinkKind::Ha1Backup, LinkKind::Ha2Backup, LinkKind::Ha3];
    let has_unknown = unknown_links.into_iter().any(|kind| firewall.link(kind).is_some())
        || settings.heartbeat_backup.is_some()
        || settings.peer_ip_backup.is_some()
        || settings.group.child("monitoring").is_some()
        || settings.group.child("mode").is_some_and(|mode| {
            let passive = mode.child("active-passive");
            mode.child("active-active").is_some()
                || passive.is_some_and(|passive| passive.child("passive-link-state").is_some())
        });
    is_on_management && !has_unknown
}
