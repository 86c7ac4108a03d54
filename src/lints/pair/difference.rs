//! A setting that is not the same on the two firewalls of a pair.

use crate::effective::{Given, PairSettings, Setting};
use crate::lint::{Draft, Finding, FirewallView, PairView};

/// A setting of one firewall, as it counts there.
struct Side<'v, 'e, 'd> {
    firewall: &'v FirewallView<'e, 'd>,
    /// Where it would stand.
    group: Setting<'e, 'd>,
    /// Where it stands; `None` where PAN-OS takes its default.
    given: Option<Given<'e, 'd>>,
}

/// A finding where the firewalls of a pair have different values of a setting; `label` is the vendor's word
/// for it. Where one has none, `default` is what PAN-OS takes; without a default nothing is said of that.
pub(super) fn difference<'e, 'd>(
    pair: &PairView<'e, 'd>,
    label: &str,
    default: Option<&str>,
    read: impl Fn(&FirewallView<'e, 'd>, &PairSettings<'e, 'd>) -> Option<Given<'e, 'd>>,
) -> Option<Draft> {
    let [one, other] = pair.sides().map(|(firewall, settings, _)| Side {
        firewall,
        group: settings.group,
        given: read(firewall, settings),
    });
    let (a, b) = (one.text(default)?, other.text(default)?);
    if a == b {
        return None;
    }
    // The place is one that somebody wrote; of two, the second.
    let is_other = other.given.is_some();
    let ((at, here), (against, there)) = if is_other { ((&other, b), (&one, a)) } else { ((&one, a), (&other, b)) };
    let default = if against.given.is_none() { " by default" } else { "" };
    let message = format!("{label} is {here}, and {there}{default} on the peer");
    let finding = match &at.given {
        Some(given) => Finding::at(given, message),
        None => Finding::at(at.group, message),
    };
    Some(match &against.given {
        Some(given) => finding.and(given, format!("{label} of the peer")),
        None => finding.and(against.group, format!("{label} of the peer is not set here")),
    })
}

impl Side<'_, '_, '_> {
    /// The value that counts; `None` where that cannot be told.
    fn text<'s>(&'s self, default: Option<&'s str>) -> Option<&'s str> {
        match &self.given {
            Some(given) => given.text(),
            None => default.filter(|_| self.firewall.is_complete()),
        }
    }
}

/// The text of an element some way down.
pub(super) fn given_at<'e, 'd>(from: Setting<'e, 'd>, path: &[&str]) -> Option<Given<'e, 'd>> {
    let (leaf, above) = path.split_last()?;
    above.iter().try_fold(from, |setting, step| setting.child(step))?.given(leaf)
}

/// The element some way down that stands for a choice: the one child, where there is no other.
pub(super) fn chosen_at<'e, 'd>(from: Setting<'e, 'd>, path: &[&str]) -> Chosen<'e, 'd> {
    let container = path.iter().try_fold(from, |setting, step| setting.child(step));
    match container.map(Setting::children).unwrap_or_default()[..] {
        [] => Chosen::Nothing,
        [one] => Chosen::One(one),
        [one, other, ..] => Chosen::Several(one, other),
    }
}

/// Which of several elements was chosen.
pub(super) enum Chosen<'e, 'd> {
    /// None, so PAN-OS takes its default.
    Nothing,
    /// This one.
    One(Setting<'e, 'd>),
    /// Two templates chose differently, and nobody says which counts.
    Several(Setting<'e, 'd>, Setting<'e, 'd>),
}

impl<'e, 'd> Chosen<'e, 'd> {
    /// The name of what counts; `None` where that cannot be told.
    pub(super) fn name(&self, default: &'static str) -> Option<&'d str> {
        match self {
            Self::Nothing => Some(default),
            Self::One(one) => Some(one.name()),
            Self::Several(..) => None,
        }
    }

    /// The element.
    pub(super) fn element(&self) -> Option<Setting<'e, 'd>> {
        match self {
            Self::One(one) => Some(*one),
            Self::Nothing | Self::Several(..) => None,
        }
    }
}

/// A finding where the firewalls of a pair chose different elements.
pub(super) fn difference_of_choice<'e, 'd>(
    pair: &PairView<'e, 'd>,
    label: &str,
    default: &'static str,
    read: impl Fn(&PairSettings<'e, 'd>) -> Chosen<'e, 'd>,
) -> Option<Draft> {
    let [(one, of_one, _), (other, of_other, _)] = pair.sides();
    let (first, second) = (read(of_one), read(of_other));
    let (a, b) = (first.name(default)?, second.name(default)?);
    let is_known = |chosen: &Chosen<'_, '_>, firewall: &FirewallView<'_, '_>| {
        !matches!(chosen, Chosen::Nothing) || firewall.is_complete()
    };
    if a == b || !is_known(&first, one) || !is_known(&second, other) {
        return None;
    }
    let set = format!("{label} of the peer");
    let unset = format!("{label} of the peer is not set here");
    let message = |here: &str, there: &str| format!("{label} is {here}, and {there} on the peer");
    let by_default = format!("{default} by default");
    Some(match (first.element(), second.element()) {
        (Some(first), Some(second)) => Finding::at(second, message(b, a)).and(first, set),
        (None, Some(second)) => Finding::at(second, message(b, &by_default)).and(of_one.group, unset),
        (Some(first), None) => Finding::at(first, message(a, &by_default)).and(of_other.group, unset),
        // Both are what PAN-OS takes by default, and so the same.
        (None, None) => return None,
    })
}
