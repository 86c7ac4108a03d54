//! Commands that give the two firewalls of a pair of the examples a stack of their own each, so that a setting
//! can be another one on one of them.

macro_rules! parted {
    ($command:literal) => {
        concat!(
            "set template-stack S-fw-dc1-b settings default-vsys vsys1
set template-stack S-fw-dc1-b templates [ T-core-dc1 T-core T-global ]
delete template-stack S-core-dc1 devices 013201000012
set template-stack S-fw-dc1-b devices 013201000012 variable $ha4_ip type ip-netmask 192.0.2.2
set template-stack S-fw-dc1-b devices 013201000012 variable $ha4_backup_ip type ip-netmask 192.0.2.34
set template-stack S-fw-dc1-b devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.2
set template-stack S-fw-dc1-b devices 013201000012 variable $ha1_backup_ip type ip-netmask 198.51.100.6
set template-stack S-fw-dc1-b devices 013201000012 variable $peer_ip type ip-netmask 198.51.100.1
set template-stack S-fw-dc1-b devices 013201000012 variable $peer_ip_backup type ip-netmask 198.51.100.5
set template-stack S-fw-dc1-b devices 013201000012 variable $device_priority type device-priority 110
set template-stack S-fw-dc1-b config devices localhost.localdomain deviceconfig high-availability ",
            $command
        )
    };
}

pub(super) use parted;
