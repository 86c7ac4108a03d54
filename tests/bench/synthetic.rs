//! A Panorama's configuration of a wanted size: invented, laid out like an export, and the same bytes
//! for the same size.

use std::fmt::Write as _;
use std::io::{self, Write};

/// Firewalls for each megabyte, in each device group, and in each template stack.
const PER_MB: usize = 50;
const PER_GROUP: usize = 25;
const PER_STACK: usize = 2;

const TEMPLATES_OF_ALL: [&str; 4] = ["T-GLOBAL", "T-LOGGING", "T-DNS", "T-NTP"];
const VARIABLES: [&str; 12] = [
    "$mgmt-ip",
    "$ha1-ip",
    "$ha1-peer",
    "$ha2-ip",
    "$ha4-ip",
    "$ha4-mask",
    "$ha4-backup-ip",
    "$lan-ip",
    "$wan-ip",
    "$wan-gw",
    "$loopback",
    "$router-id",
];
const ZONES: [&str; 6] = ["trust", "untrust", "dmz", "guest", "mgmt", "vpn"];

/// Writes it: 50 firewalls a megabyte, 25 in a device group, 2 in a template stack of 5 templates.
pub(crate) fn write(megabytes: usize, into: &mut impl Write) -> io::Result<()> {
    let firewalls = megabytes.max(1) * PER_MB;
    let mut xml = Xml { into, buffer: String::new(), depth: 0, written: 0 };
    xml.line("<?xml version=\"1.0\"?>");
    xml.open("config version=\"11.1.0\" urldb=\"paloaltonetworks\" detail-version=\"11.1.4\"");
    xml.within(&["mgt-config", "devices"], |xml| (0..firewalls).for_each(|n| xml.empty(&entry(&serial(n)))));
    xml.within(&["shared"], |xml| xml.objects("sh", 100));
    xml.open("devices");
    xml.open(&entry("localhost.localdomain"));
    let groups = firewalls.div_ceil(PER_GROUP);
    xml.within(&["template"], |xml| {
        TEMPLATES_OF_ALL.iter().for_each(|name| xml.template(name, false));
        (0..groups).for_each(|n| xml.template(&format!("T-{n:04}"), true));
    });
    xml.within(&["template-stack"], |xml| {
        (0..firewalls).step_by(PER_STACK).for_each(|n| xml.stack(n, firewalls))
    });
    xml.flush()?;
    xml.open("device-group");
    let wanted = megabytes.max(1) * 1_000_000;
    for group in 0..groups {
        let budget = wanted.saturating_sub(xml.written) / (groups - group);
        xml.group(group, firewalls, budget);
        xml.flush()?;
    }
    ["device-group", "entry", "devices", "config"].iter().for_each(|name| xml.close(name));
    xml.flush()
}

fn serial(number: usize) -> String {
    format!("0079{:011}", 51_000_000 + number * 7)
}

fn entry(name: &str) -> String {
    format!("entry name=\"{name}\"")
}

struct Xml<'w, W> {
    into: &'w mut W,
    buffer: String,
    depth: usize,
    written: usize,
}

impl<W: Write> Xml<'_, W> {
    fn line(&mut self, text: &str) {
        let depth = self.depth * 2;
        writeln!(self.buffer, "{:depth$}{text}", "").expect("a string takes all");
    }

    fn open(&mut self, tag: &str) {
        self.line(&format!("<{tag}>"));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    fn empty(&mut self, tag: &str) {
        self.line(&format!("<{tag}/>"));
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{text}</{name}>"));
    }

    fn within(&mut self, tags: &[&str], inside: impl FnOnce(&mut Self)) {
        tags.iter().for_each(|tag| self.open(tag));
        inside(self);
        tags.iter().rev().for_each(|tag| self.close(tag.split(' ').next().unwrap_or(tag)));
    }

    fn members(&mut self, name: &str, members: &[&str]) {
        self.within(&[name], |xml| members.iter().for_each(|member| xml.leaf("member", member)));
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.write_all(self.buffer.as_bytes())?;
        self.written += self.buffer.len();
        self.buffer.clear();
        Ok(())
    }

    fn objects(&mut self, prefix: &str, count: usize) {
        self.within(&["address"], |xml| {
            for n in 0..count {
                xml.within(&[&entry(&format!("h-{prefix}-{n:05}"))], |xml| {
                    xml.leaf("ip-netmask", &format!("10.{}.{}.{}", n / 62500, n / 250 % 250, n % 250 + 1));
                    if n.is_multiple_of(3) {
                        xml.leaf("description", "branch &amp; data centre, approved by the owner");
                    }
                });
            }
        });
    }

    fn rule(&mut self, prefix: &str, n: usize) {
        let (from, to) = (ZONES[n % 6], ZONES[(n + 1) % 6]);
        let (source, destination) = (format!("h-{prefix}-{:05}", n % 60), format!("h-sh-{:05}", n % 100));
        let rule = format!("entry name=\"{prefix}-{n:04} allow\" uuid=\"00000000-0000-4000-a000-{n:012x}\"");
        self.within(&[&rule], |xml| {
            let any = ["source-user", "category", "application", "source-hip", "destination-hip"];
            xml.members("to", &[to]);
            xml.members("from", &[from]);
            xml.members("source", &[&source]);
            xml.members("destination", &[&destination]);
            any.iter().for_each(|name| xml.members(name, &["any"]));
            xml.members("service", &["application-default"]);
            xml.leaf("action", if n.is_multiple_of(7) { "deny" } else { "allow" });
            xml.leaf("log-end", "yes");
            xml.leaf("description", "temporary migration replaces old rule, see ticket");
        });
    }

    fn group(&mut self, number: usize, firewalls: usize, budget: usize) {
        let prefix = format!("d{number:04}");
        self.within(&[&entry(&format!("DG-{number:04}"))], |xml| {
            xml.within(&["devices"], |xml| {
                let first = number * PER_GROUP;
                (first..(first + PER_GROUP).min(firewalls)).for_each(|n| xml.empty(&entry(&serial(n))));
            });
            let enough = xml.buffer.len() + budget;
            xml.objects(&prefix, budget / 1000);
            xml.within(&["pre-rulebase", "security", "rules"], |xml| {
                for n in 0.. {
                    xml.rule(&prefix, n);
                    if xml.buffer.len() > enough {
                        break;
                    }
                }
            });
        });
    }

    fn variables(&mut self, number: usize) {
        self.within(&["variable"], |xml| {
            for (n, name) in VARIABLES.iter().enumerate() {
                xml.within(&[&entry(name), "type"], |xml| {
                    let (high, low) = (number / 250 % 250, number % 250 + 1);
                    xml.leaf("ip-netmask", &format!("172.{}.{high}.{low}", 16 + n));
                });
            }
        });
    }

    fn stack(&mut self, first: usize, firewalls: usize) {
        let own = format!("T-{:04}", first / PER_GROUP);
        self.within(&[&entry(&format!("TS-{first:05}"))], |xml| {
            let templates: Vec<&str> = std::iter::once(own.as_str()).chain(TEMPLATES_OF_ALL).collect();
            xml.members("templates", &templates);
            xml.within(&["devices"], |xml| {
                for n in first..(first + PER_STACK).min(firewalls) {
                    xml.within(&[&entry(&serial(n))], |xml| xml.variables(n));
                }
            });
        });
    }

    fn template(&mut self, name: &str, is_full: bool) {
        self.within(&[&entry(name)], |xml| {
            xml.within(&["config", "devices", &entry("localhost.localdomain")], |xml| {
                if is_full {
                    xml.network();
                }
                xml.within(&["deviceconfig", "system"], |xml| {
                    xml.leaf("ip-address", "$mgmt-ip");
                    xml.leaf("timezone", "Europe/Vienna");
                    xml.leaf("login-banner", "Authorised use only.\nAll is logged &amp; reviewed.\n");
                });
            });
            xml.variables(0);
        });
    }

    fn network(&mut self) {
        self.open("network");
        self.within(&["interface", "ethernet"], |xml| {
            for n in 1..9 {
                let address = if n == 1 { "$wan-ip".to_owned() } else { format!("192.168.{n}.1/24") };
                xml.within(&[&entry(&format!("ethernet1/{n}")), "layer3", "ip"], |xml| {
                    xml.empty(&entry(&address))
                });
            }
        });
        self.within(&["virtual-router", &entry("default"), "routing-table", "ip", "static-route"], |xml| {
            for n in 0..20 {
                xml.within(&[&entry(&format!("r{n:02}"))], |xml| {
                    xml.leaf("destination", &format!("10.{n}.0.0/16"));
                    xml.within(&["nexthop"], |xml| xml.leaf("ip-address", "$wan-gw"));
                    xml.leaf("metric", "10");
                });
            }
        });
        self.close("network");
        self.within(&["vsys", &entry("vsys1"), "zone"], |xml| {
            for (n, zone) in (1..).zip(ZONES) {
                xml.within(&[&entry(zone), "network"], |xml| {
                    xml.members("layer3", &[&format!("ethernet1/{n}")])
                });
            }
        });
    }
}
