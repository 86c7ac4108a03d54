//! Which findings count: levels, then suppressions, then what an earlier run knew.

use super::finding::sort;
use super::{Baseline, Config, Finding, Level, Review, Subjects, Suppressed, Suppression};
use crate::model::Day;

/// Puts each finding where the user says it belongs. Without knowing the day, every suppression holds.
pub fn judge(
    mut review: Review,
    config: &Config,
    today: Option<Day>,
    mut baseline: Option<Baseline>,
) -> Review {
    let mut used = vec![false; config.suppressions.len()];
    let (mut kept, mut suppressed) = (Vec::new(), Vec::new());
    let found = std::mem::take(&mut review.findings);
    let subjects = Subjects::new(&review);
    for mut finding in found {
        let who = subjects.who_have(&finding);
        let level = config.levels.level_of(&finding, &who);
        let (mut reasons, mut is_suppressed) = (Vec::new(), true);
        // It goes where each of those who have it has a reason.
        for subject in &who {
            let holding = config.suppressions.iter().position(|suppression| {
                let is_for = suppression.is_for(&finding) && suppression.holds(&finding, subject);
                is_for && !suppression.is_expired(today)
            });
            is_suppressed &= holding.is_some();
            if let Some(index) = holding {
                used[index] = true;
                reasons.push(&config.suppressions[index]);
            }
        }
        // A reason had its use also where a level takes the finding away: that may be for one run.
        let Level::On(severity) = level else { continue };
        finding.severity = severity;
        match is_suppressed {
            true => suppressed.push(with_reasons(finding, &reasons)),
            false => kept.push(finding),
        }
    }
    kept.extend(of_suppressions(&subjects, config, &used, today));
    sort(&mut kept);
    review.today = today.map(|today| today.to_string());
    review.config = config.name.clone();
    review.baseline = baseline.as_ref().map(|baseline| baseline.name.clone());
    for finding in kept {
        let is_known = baseline.as_mut().is_some_and(|earlier| earlier.take(&finding, &review.firewalls));
        if is_known { review.known.push(finding) } else { review.findings.push(finding) }
    }
    for suppressed in &mut suppressed {
        let take = |earlier: &mut Baseline| earlier.take_suppressed(&suppressed.finding, &review.firewalls);
        suppressed.is_known = baseline.as_mut().is_some_and(take);
    }
    review.suppressed = suppressed;
    review
}

/// All the reasons that different firewalls have, and the first day on which one of them ends.
fn with_reasons(finding: Finding, holding: &[&Suppression]) -> Suppressed {
    let mut reasons: Vec<&str> = Vec::new();
    for suppression in holding {
        if !reasons.contains(&suppression.reason.as_str()) {
            reasons.push(&suppression.reason);
        }
    }
    let until = holding.iter().filter_map(|suppression| Some(suppression.until.as_ref()?.value)).min();
    let until = until.map(|day| day.to_string());
    Suppressed { finding, reason: reasons.join("; "), until, is_known: false }
}

/// What the suppressions themselves are found at, as far as it is not off.
fn of_suppressions(
    subjects: &Subjects<'_>,
    config: &Config,
    used: &[bool],
    today: Option<Day>,
) -> Vec<Finding> {
    let finding = |(suppression, used): (&Suppression, &bool)| {
        let mut finding = match &suppression.until {
            Some(until) if suppression.is_expired(today) => suppression.expired(until),
            _ if *used => return None,
            _ => suppression.unused(subjects),
        };
        match config.levels.level_of(&finding, &[Default::default()]) {
            Level::On(severity) => finding.severity = severity,
            Level::Off => return None,
        }
        Some(finding)
    };
    config.suppressions.iter().zip(used).filter_map(finding).collect()
}
