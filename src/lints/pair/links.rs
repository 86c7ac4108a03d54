//! The links of a pair on one firewall.

use crate::effective::LinkSettings;
use crate::lint::FirewallView;
use crate::model::LinkKind;

/// The links that have addresses.
pub(super) const ADDRESSED: [LinkKind; 4] =
    [LinkKind::Ha1, LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup];

/// Each link that is set up and that the mode uses: HA3 is for active/active alone.
pub(super) fn used<'e, 'd>(firewall: &FirewallView<'e, 'd>) -> Vec<LinkSettings<'e, 'd>> {
    let mode = firewall.pair.as_ref().and_then(|pair| pair.mode);
    let is_active_active = mode.is_some_and(|mode| mode.name() == "active-active");
    let ha3 = is_active_active.then_some(LinkKind::Ha3);
    let links = ADDRESSED.into_iter().chain(ha3).filter_map(|kind| firewall.link(kind));
    links.filter(LinkSettings::is_set_up).collect()
}
