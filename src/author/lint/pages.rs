//! The page of each code of problem, as Markdown.

use crate::model::problem::Code;

macro_rules! pages {
    ($($name:ident = $code:literal),+ $(,)?) => {
        /// The page of a problem, as Markdown.
        #[must_use]
        pub fn problem_page(code: Code) -> &'static str {
            match code { $(Code::$name => include_str!(concat!("../../../docs/problems/", $code, ".md")),)+ }
        }
    };
}

pages! {
    FileUnreadable = "P001",
    NotUtf8 = "P002",
    FileTooLarge = "P003",
    BrokenYaml = "P010",
    DuplicateKey = "P011",
    TooDeep = "P012",
    AliasBomb = "P013",
    TooManyNodes = "P014",
    UnsupportedYaml = "P015",
    UnknownKey = "P020",
    MissingKey = "P021",
    WrongType = "P022",
    BadDate = "P023",
    UnknownWord = "P024",
    BadName = "P025",
    OutOfBounds = "P026",
    UnknownFact = "P030",
    UnknownMember = "P031",
    UnknownEvidence = "P032",
    UnknownKind = "P033",
    UnknownDeparture = "P034",
    MarkingTooHigh = "P035",
    NoRuleSet = "P036",
    RuleWithoutDuty = "P040",
    DutyWithoutRule = "P041",
    RequirementNotInDuty = "P042",
    RequirementNotInScript = "P043",
    JudgedTwice = "P044",
    RequireMisplaced = "P045",
    ScriptDoesNotCompile = "P046",
    Shadowed = "P047",
    UnknownProperty = "P048",
    LookBackMismatch = "P049",
    DictionariesAtOdds = "P050",
    DefinedTwice = "P051",
    UnknownReference = "P052",
    OutsideNamespace = "P053",
    CycleOfDuties = "P054",
    BadExtension = "P055",
    VersionNotSatisfied = "P056",
    BadOverlay = "P057",
    BadArchive = "P058",
    BadCase = "P060",
}
