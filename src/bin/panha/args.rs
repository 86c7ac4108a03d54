//! The arguments of every command.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use panha::diag::Severity;
use panha::diff::NoiseKind;
use panha::generate::Target;
use panha::merge::Mode;
use panha::model::{Day, Serial};
use panha::xml::ConfigPath;

/// Panorama templates for PAN-OS HA clusters: one short spec, every file for the whole cluster.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the files for Panorama, or for firewalls without one
    Generate(GenerateArgs),
    /// Check a spec and everything it names; write nothing
    Check(CheckArgs),
    /// Tell exactly what a spec changes in a Panorama, how to load it, and how to take it back
    Plan(PlanArgs),
    /// Write a Panorama's whole configuration with what a spec changes in it
    Merge(MergeArgs),
    /// Show what one firewall really gets from a Panorama, and why
    Effective(EffectiveArgs),
    /// Compare the firewalls of a cluster or pair: what differs, and whether it should
    Compare(CompareArgs),
    /// Tell in what two configurations differ: what came, went, changed and moved, and what firewalls get of it
    Diff(DiffArgs),
    /// List the firewalls of exports: stack, device groups, cluster, pair, HA4 addresses
    Inventory(InventoryArgs),
    /// Find what will break a cluster before it breaks
    Review(ReviewArgs),
    /// Tell what a lint checks, why it matters, and how to fix what it finds
    Explain(ExplainArgs),
    /// Write a copy of an export that can be shared: every secret replaced, all else as it was
    Redact(RedactArgs),
    /// Load files into an export, as Panorama's partial load does; write the result
    Apply(ApplyArgs),
    /// Write the spec of the clusters that a Panorama has, with comments on what it cannot say
    Import(ImportArgs),
    /// List or copy the built-in Tera files
    Templates(TemplatesArgs),
}

impl Command {
    /// How the command shows problems.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Generate(args) => args.spec.format,
            Self::Check(args) => args.spec.format,
            // Their JSON is the result; problems go to standard error.
            Self::Effective(_)
            | Self::Compare(_)
            | Self::Plan(_)
            | Self::Merge(_)
            | Self::Diff(_)
            | Self::Inventory(_)
            | Self::Review(_)
            | Self::Explain(_)
            | Self::Redact(_)
            | Self::Apply(_)
            | Self::Import(_)
            | Self::Templates(_) => Format::Human,
        }
    }
}

/// What generate and check have in common.
#[derive(Debug, ClapArgs)]
pub(crate) struct SpecArgs {
    /// The spec, in YAML or JSON; `-` reads it from standard input
    pub(crate) spec: PathBuf,
    /// A folder of Tera files that replace or add to the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// How to show problems
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GenerateArgs {
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
    /// The folder to write to
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// What the files are for
    #[arg(long, value_enum, default_value_t = TargetArg::Panorama)]
    pub(crate) target: TargetArg,
    /// Overwrite files that were edited by hand, or that an earlier run did not write
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
    /// Show every derived value and where it came from
    #[arg(long)]
    pub(crate) explain: bool,
}

/// What plan and merge have in common.
#[derive(Debug, ClapArgs)]
pub(crate) struct ChangeArgs {
    /// The spec, in YAML or JSON; `-` reads it from standard input
    pub(crate) spec: PathBuf,
    /// The exported configuration of the Panorama that the spec is for; `-` reads standard input
    #[arg(long, value_name = "EXPORT")]
    pub(crate) base: PathBuf,
    /// The output folder of the last `panha generate`: tells what the spec changed and what others did, and
    /// takes away what the spec does not make any more
    #[arg(long, value_name = "DIR")]
    pub(crate) last: Option<PathBuf>,
    /// A folder of Tera files that replace or add to the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Change nothing but what is at or below PATH: a full path, or one from `template`, `template-stack`,
    /// `device-group` or `mgt-config` on; as often as you like
    #[arg(long, value_name = "PATH")]
    pub(crate) only: Vec<ConfigPath>,
    /// Take nothing away: what would go is told, and stays
    #[arg(long, conflicts_with_all = ["prune", "takes_over"])]
    pub(crate) no_remove: bool,
    /// Take away what others put into the objects of the spec
    #[arg(long)]
    pub(crate) prune: bool,
    /// Take firewalls out of the stacks and device groups of others
    #[arg(long = "move")]
    pub(crate) takes_over: bool,
    /// Refuse a change of what this firewall of the export or the spec gets; as often as you like
    #[arg(long, value_name = "SERIAL")]
    pub(crate) protect: Vec<Serial>,
    /// Go on in spite of this conflict, which becomes a warning
    #[arg(long, value_name = "CONFLICT", value_parser = clap::builder::PossibleValuesParser::new(panha::plan::ACCEPTABLE))]
    pub(crate) accept: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
    /// The folder to write to: a file to load and its session, the same as commands, and the way back
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite files that were edited by hand, or that an earlier run did not write
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Show every value of what comes and goes
    #[arg(long)]
    pub(crate) all: bool,
    /// How to show the plan
    #[arg(long, value_enum, default_value_t = PlanFormat::Human)]
    pub(crate) format: PlanFormat,
}

/// How to show a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// For a person
    Human,
    /// For machines: the envelope `panha.plan/1`
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct MergeArgs {
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
    /// The file to write, there whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EffectiveArgs {
    /// The exported configuration of a Panorama
    pub(crate) export: PathBuf,
    /// The firewall's serial number
    pub(crate) serial: String,
    /// How to show it; without --why, XML is the default
    #[arg(long, value_enum)]
    pub(crate) format: Option<EffectiveFormat>,
    /// Tell where the values at PATH come from, and what they beat: a full path, or one from
    /// `deviceconfig`, `network`, `vsys` or `shared` on; as text, or with `--format json` as JSON
    #[arg(long, value_name = "PATH")]
    pub(crate) why: Option<ConfigPath>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompareArgs {
    /// Exports, as for inventory, and the serial numbers of the firewalls to compare; without any, each
    /// cluster that is found, and each pair that is in none
    #[arg(required = true, value_name = "EXPORT|SERIAL")]
    pub(crate) exports_and_serials: Vec<PathBuf>,
    /// Compare one cluster, named by its id, label, description or template stack
    #[arg(long, value_name = "NAME")]
    pub(crate) cluster: Option<String>,
    /// How to show the differences
    #[arg(long, value_enum, default_value_t = CompareFormat::Human)]
    pub(crate) format: CompareFormat,
}

/// How to show differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// For a person
    Human,
    /// For machines: the envelope `panha.compare/1`
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DiffArgs {
    /// The configuration before: XML, gzip, or a bundle with one; `-` reads standard input
    pub(crate) before: PathBuf,
    /// The configuration after, of the same kind
    pub(crate) after: PathBuf,
    /// Compare what the firewalls get from the two Panoramas, instead of what the files say
    #[arg(long)]
    pub(crate) effective: bool,
    /// How to show what differs
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,
    /// Count a kind of difference that is passed over otherwise: uuid, admin, dirtyId, time, origin, hash,
    /// whitespace, or all of them; as often as you like
    #[arg(long, value_name = "NOISE")]
    pub(crate) count: Vec<CountArg>,
    /// Look only at what stands at PATH and below: a full path, or one from `template`, `device-group`,
    /// `deviceconfig`, `network` and the like on; without an entry's name, any entry; as often as you like
    #[arg(long, value_name = "PATH")]
    pub(crate) include: Vec<ConfigPath>,
    /// Pass over what stands at PATH and below; as often as you like
    #[arg(long, value_name = "PATH")]
    pub(crate) exclude: Vec<ConfigPath>,
    /// Show every value of what came and went, whole values, and all serial numbers
    #[arg(long)]
    pub(crate) all: bool,
    /// The file to write to, instead of standard output; it is there whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// A kind of noise, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountArg {
    All,
    Kind(NoiseKind),
}

impl FromStr for CountArg {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, String> {
        if input == "all" {
            return Ok(Self::All);
        }
        input.parse().map(Self::Kind).map_err(|error: String| format!("{error}, all"))
    }
}

/// How to show what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a person
    Human,
    /// For machines: the envelope `panha.diff/1`
    Json,
    /// The commands that turn the one into the other
    Set,
    /// A unified diff of what differs, each list in one order
    Unified,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InventoryArgs {
    /// Exports of Panorama or firewalls: XML, gzip, tar, tgz, or folders of them; `-` reads standard input
    #[arg(required = true, value_name = "EXPORT")]
    pub(crate) exports: Vec<PathBuf>,
    /// How to show the firewalls
    #[arg(long, value_enum, default_value_t = InventoryFormat::Table)]
    pub(crate) format: InventoryFormat,
}

/// How to show the firewalls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InventoryFormat {
    /// For a person
    Table,
    /// For spreadsheets
    Csv,
    /// For machines: the envelope `panha.inventory/1`
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReviewArgs {
    /// Exports of Panorama or firewalls, bundles, or folders of generated files; `-` reads standard input
    #[arg(required = true, value_name = "EXPORT")]
    pub(crate) exports: Vec<PathBuf>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = ReviewFormat::Human)]
    pub(crate) format: ReviewFormat,
    /// The file to write to, instead of standard output; it is there whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What is meant: every setting of the spec's firewalls is compared, and their models are known
    #[arg(long, value_name = "SPEC")]
    pub(crate) spec: Option<PathBuf>,
    /// The export of the Panorama that generated files are to be loaded into
    #[arg(long, value_name = "EXPORT")]
    pub(crate) base: Option<PathBuf>,
    /// Levels, suppressions and models; without it `panha.toml`, if there is one in this folder
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Take findings of a lint, or of a topic as in `topic.pairs=note`, for an error, a warning or a note,
    /// or turn them off: over the file, and as often as you like
    #[arg(long, value_name = "LINT=LEVEL")]
    pub(crate) level: Vec<String>,
    /// The least that makes the exit code 1; without it, what the file says, or a warning
    #[arg(long, value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// The day on which suppressions are judged, such as 2027-01-31; without it all of them hold
    #[arg(long, value_name = "DAY")]
    pub(crate) today: Option<Day>,
    /// What `--format json` wrote in an earlier run: what it found already does not count
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Tell on standard error what goes wrong, but no notes
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Tell on standard error what was looked at, and how long it took
    #[arg(long)]
    pub(crate) stats: bool,
}

/// How to show what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReviewFormat {
    /// For a person
    Human,
    /// For machines: the envelope `panha.review/1`
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for the tests of a CI server
    Junit,
    /// Workflow commands, for annotations in GitHub Actions
    Github,
    /// For a pull request or ticket
    Markdown,
    /// One page for a browser, to hand on: drawings, filters, members side by side
    Html,
}

/// The least that makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Anything
    Note,
}

impl From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Note => Self::Note,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// The lint, such as `cluster-id-differs`
    #[arg(value_name = "LINT", required_unless_present = "list")]
    pub(crate) lint: Option<String>,
    /// List all lints
    #[arg(long, conflicts_with = "lint")]
    pub(crate) list: bool,
    /// How to show them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
}

/// How to show lints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For a person
    Table,
    /// For machines: the envelope `panha.lints/1`
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RedactArgs {
    /// The export of a Panorama or a firewall: XML or gzip; `-` reads standard input
    pub(crate) export: PathBuf,
    /// The file to write; without it, the copy goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ApplyArgs {
    /// Snippets of one or several elements, or whole configurations, in XML; they are loaded one after
    /// another; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The export of the Panorama or firewall that they are loaded into; `-` reads standard input
    #[arg(long, value_name = "EXPORT")]
    pub(crate) base: PathBuf,
    /// Where to load to, such as /config/shared/log-settings: what is in a snippet comes below it, what
    /// is taken from a whole configuration is laid over it
    #[arg(long, value_name = "PATH")]
    pub(crate) at: ConfigPath,
    /// The element of the files to load; of a whole configuration, that at the path of --at if you do
    /// not say it
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<ConfigPath>,
    /// What becomes of what is there
    #[arg(long, value_enum, default_value_t = ModeArg::Merge)]
    pub(crate) mode: ModeArg,
    /// The file to write; without it, the result goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What becomes of what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeArg {
    /// It stays; entries, members and settings are added, and texts changed
    Merge,
    /// It goes, and what is loaded is all there is
    Replace,
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Merge => Self::Merge,
            ModeArg::Replace => Self::Replace,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// The export of a Panorama: XML, gzip, tar, tgz; `-` reads standard input
    pub(crate) export: PathBuf,
    /// The file to write; without it, the spec goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Import one cluster, named by its id, label, description or template stack
    #[arg(long, value_name = "NAME")]
    pub(crate) cluster: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TemplatesArgs {
    #[command(subcommand)]
    pub(crate) command: TemplatesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplatesCommand {
    /// List the built-in Tera files with their contexts and places
    List,
    /// Copy the built-in Tera files to a folder, as a pack to change
    Export {
        /// The folder; files that are there already are left alone
        dir: PathBuf,
    },
}

/// How to show problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person, on standard error
    Human,
    /// As JSON, on standard output
    Json,
}

/// How to show what a firewall gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EffectiveFormat {
    /// The configuration
    Xml,
    /// Every value with its origin
    Json,
    /// The commands that make the configuration
    Set,
}

/// What the files are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetArg {
    /// Panorama, and each firewall for review
    Panorama,
    /// Firewalls without a Panorama
    Firewall,
}

impl From<TargetArg> for Target {
    fn from(target: TargetArg) -> Self {
        match target {
            TargetArg::Panorama => Self::Panorama,
            TargetArg::Firewall => Self::Firewall,
        }
    }
}
