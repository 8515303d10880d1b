//! What can be wrong with a file, in the words of the core and as code and values. What a rule of the domain refuses is told in
//! the rule's own words.

use std::fmt;

use chaperone_domain::id::NotAnId;
use chaperone_domain::refusal::Refuse;
use chaperone_domain::said::{Said, Value};
use chaperone_domain::text::BadText;

/// Where something stands that was found a second time elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Earlier {
    /// The file's name.
    pub(super) file: String,
    /// The line or the object's number.
    pub(super) number: Option<u32>,
    /// Whether the file is a collection of objects.
    pub(super) is_object: bool,
}

impl fmt::Display for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = self.number {
            write!(f, "{} {number} of ", if self.is_object { "object" } else { "line" })?;
        }
        f.write_str(&self.file)
    }
}

impl Earlier {
    fn said(&self) -> Said {
        let said = Said::new("import_place").with("file", &self.file);
        match self.number {
            Some(number) if self.is_object => said.of("object").with("number", number),
            Some(number) => said.of("line").with("number", number),
            None => said.of("file"),
        }
    }
}

/// What a field of an object should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Shape {
    /// Text.
    #[error("text")]
    Text,
    /// Yes or no.
    #[error("true or false")]
    Flag,
    /// An id.
    #[error("an id such as 0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77")]
    Id,
    /// An instant.
    #[error("an instant such as 2026-03-01T09:00:00Z")]
    Instant,
    /// Several texts.
    #[error("a list of texts")]
    Texts,
    /// One of the values of an enumeration.
    #[error("one of {}", .0.join(", "))]
    OneOf(Vec<String>),
    /// An object.
    #[error("an object")]
    Object,
    /// Several objects.
    #[error("a list of objects")]
    Objects,
    /// Several of anything.
    #[error("a list")]
    List,
}

/// What is wrong with a file, or with something in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Wrong {
    #[error("the name ends neither in .csv nor in .json; rename the file by what it holds")]
    FileName,

    // Of tables.
    #[error("the table can't be read: {0}")]
    Unreadable(String),
    #[error("the table is empty; its first row names the columns")]
    EmptyTable,
    #[error("two columns tell the {column}; remove '{name}'")]
    TwoColumns { column: &'static str, name: String },
    #[error("the column '{0}' is missing; add it to the first row")]
    MissingColumn(&'static str),
    #[error("the row has {found} fields and the first row {wanted}; check quotes and separators")]
    FieldCount { found: usize, wanted: usize },
    #[error("the {0} has unreadable letters; save the file as UTF-8")]
    Letters(&'static str),
    #[error("the {0}")]
    Cell(BadText),
    #[error(transparent)]
    NotAnId(NotAnId),
    #[error("the {column} '{text}' is no date; write it as 2026-03-01")]
    NotADate { column: &'static str, text: String },

    // Of collections.
    #[error("this is no JSON at line {line}, column {column}; export the file anew")]
    NotJson { line: usize, column: usize },
    #[error("this is no collection; export it from Microsoft Graph as it prints it")]
    NotACollection,
    #[error("the collection goes on behind '@odata.nextLink'; export all of its pages")]
    GoesOn,
    #[error("'value' should be a list of objects; export the file anew")]
    ValueIsNoList,
    #[error("this is no object; export the file anew")]
    NotAnObject,
    #[error("objects of type '{0}' aren't imported; leave them out")]
    OtherType(String),
    #[error("nothing tells what this is; keep '@odata.context' or '@odata.type' in the file")]
    Untold,
    #[error("a distribution list gives no access and answers for nobody; leave it out")]
    DistributionList,
    #[error("'{0}' should be {1}; correct it")]
    Shaped(String, Shape),
    #[error(transparent)]
    Field(BadText),
    #[error("'{0}' is missing; add it")]
    MissingField(String),
    #[error("an entry of '{0}' names nobody; give it an id or a userPrincipalName")]
    NamesNobody(String),

    // Of what stands in the files or in the workspace twice.
    #[error("another {0} of the files has the same id; keep one of them")]
    SameId(&'static str),
    #[error("another {0} is called so too; rename one of them")]
    SameName(&'static str),
    #[error("another {0} has the same appId; correct one of them")]
    SameAppId(&'static str),
    #[error("the {0} '{1}' stands there twice; keep one of them")]
    SameValue(&'static str, String),
    #[error("the address {0} stands in {1} already; keep one of them")]
    AddressTwice(String, Earlier),
    #[error("the employee id {0} stands in {1} already; keep one of them")]
    NumberTwice(String, Earlier),
    #[error("the same person stands in {0} already; keep one of them")]
    PersonTwice(Earlier),
    #[error("the address {address} belongs to {owner}; correct one of them")]
    AddressTaken { address: String, owner: String },
    #[error("the employee id {number} belongs to {owner}; correct one of them")]
    NumberTaken { number: String, owner: String },

    // Of how things belong together.
    #[error(
        "the {role} '{name}' is neither in the files nor in the workspace; add them, or correct how they are named"
    )]
    Unknown { role: &'static str, name: String },
    #[error("the managers go round in a circle: {0}; correct one of them")]
    Circle(String),
    #[error(
        "nobody would be left to administer the workspace; appoint another administrator first"
    )]
    NoAdministrator,
    #[error("'{0}' is neither a person nor an agent; name its members instead")]
    NotAMember(String),
    #[error(
        "directory roles may be assigned to this group, so agents can't be in it; take them out"
    )]
    RolesWithAgents,
    #[error(
        "the group sponsors agents, and a group of this kind may not; name other sponsors first"
    )]
    SponsoringGroup,
    #[error(
        "the agent '{0}' would be left without an active sponsor; keep an active person in the group"
    )]
    LeftAlone(String),
    #[error("'{0}' can't sponsor: only people and groups do")]
    NotASponsor(String),
    #[error(
        "the group '{0}' may not sponsor; only Microsoft 365 and dynamic groups without directory roles may"
    )]
    UnfitGroup(String),
    #[error(
        "the blueprint with the appId {0} is neither in the files nor in the workspace; import it too"
    )]
    UnknownBlueprint(String),
    #[error("the blueprint '{0}' has a principal already; leave this one out")]
    SecondPrincipal(String),
    #[error(
        "it is known here as an agent and there as a plain service principal, or the other way round; correct the file"
    )]
    OtherKind,
    #[error("its agent {0} is neither in the files nor in the workspace; import it too")]
    UnknownAgent(String),
    #[error("its agent has a user account already; leave this one out")]
    SecondUser,
}

impl Refuse for Wrong {
    fn said(&self) -> Said {
        match self {
            Self::FileName => Said::new("import_file_name"),
            Self::Unreadable(why) => Said::new("import_unreadable").with("why", why),
            Self::EmptyTable => Said::new("import_empty"),
            Self::TwoColumns { column, name } => {
                Said::new("import_two_columns").with("column", *column).with("name", name)
            }
            Self::MissingColumn(column) => Said::new("import_no_column").with("column", *column),
            Self::FieldCount { found, wanted } => {
                Said::new("import_field_count").with("found", *found).with("wanted", *wanted)
            }
            Self::Letters(column) => Said::new("import_letters").with("column", *column),
            Self::Cell(bad) | Self::Field(bad) => as_the_file_calls_it(bad.said()),
            Self::NotAnId(bad) => Said::new("import_no_id").with("text", &bad.0),
            Self::NotADate { column, text } => {
                Said::new("import_no_date").with("column", *column).with("text", text)
            }
            Self::NotJson { line, column } => {
                Said::new("import_no_json").with("line", *line).with("column", *column)
            }
            Self::NotACollection => Said::new("import_no_collection"),
            Self::GoesOn => Said::new("import_goes_on"),
            Self::ValueIsNoList => Said::new("import_value_no_list"),
            Self::NotAnObject => Said::new("import_no_object"),
            Self::OtherType(name) => Said::new("import_other_type").with("name", name),
            Self::Untold => Said::new("import_untold"),
            Self::DistributionList => Said::new("import_distribution_list"),
            Self::Shaped(field, shape) => shape.of(Said::new("import_shape").with("field", field)),
            Self::MissingField(field) => Said::new("import_no_field").with("field", field),
            Self::NamesNobody(field) => Said::new("import_names_nobody").with("field", field),
            Self::SameId(what) => Said::new("import_same_id").with("what", Value::Words(what)),
            Self::SameName(what) => Said::new("import_same_name").with("what", Value::Words(what)),
            Self::SameAppId(what) => {
                Said::new("import_same_app_id").with("what", Value::Words(what))
            }
            Self::SameValue(what, value) => {
                Said::new("import_same_value").with("what", Value::Words(what)).with("value", value)
            }
            Self::AddressTwice(address, at) => Said::new("import_twice")
                .of("address")
                .with("address", address)
                .with("place", at.said()),
            Self::NumberTwice(number, at) => Said::new("import_twice")
                .of("number")
                .with("number", number)
                .with("place", at.said()),
            Self::PersonTwice(at) => {
                Said::new("import_twice").of("person").with("place", at.said())
            }
            Self::AddressTaken { address, owner } => {
                Said::new("import_taken").of("address").with("address", address).with("by", owner)
            }
            Self::NumberTaken { number, owner } => {
                Said::new("import_taken").of("number").with("number", number).with("by", owner)
            }
            Self::Unknown { role, name } => {
                Said::new("import_unknown").with("role", Value::Words(role)).with("name", name)
            }
            Self::Circle(names) => Said::new("import_circle").with("names", names),
            Self::NoAdministrator => Said::new("import_no_administrator"),
            Self::NotAMember(name) => Said::new("import_no_member").with("name", name),
            Self::RolesWithAgents => Said::new("import_roles_with_agents"),
            Self::SponsoringGroup => Said::new("import_sponsoring_group"),
            Self::LeftAlone(agent) => Said::new("import_left_alone").with("agent", agent),
            Self::NotASponsor(name) => Said::new("import_no_sponsor").with("name", name),
            Self::UnfitGroup(group) => Said::new("import_unfit_group").with("group", group),
            Self::UnknownBlueprint(id) => Said::new("import_unknown_blueprint").with("id", id),
            Self::SecondPrincipal(name) => Said::new("import_second_principal").with("name", name),
            Self::OtherKind => Said::new("import_other_kind"),
            Self::UnknownAgent(id) => Said::new("import_unknown_agent").with("id", id),
            Self::SecondUser => Said::new("import_second_user"),
        }
    }
}

impl Shape {
    /// A sentence about a field, as the one about this shape.
    fn of(&self, said: Said) -> Said {
        match self {
            Self::Text => said.of("text"),
            Self::Flag => said.of("flag"),
            Self::Id => said.of("id"),
            Self::Instant => said.of("instant"),
            Self::Texts => said.of("texts"),
            Self::OneOf(known) => said.of("known").with("known", known.join(", ")),
            Self::Object => said.of("object"),
            Self::Objects => said.of("objects"),
            Self::List => said.of("list"),
        }
    }
}

/// A column or a field is called as its file calls it, in every language.
fn as_the_file_calls_it(mut said: Said) -> Said {
    for (_, value) in &mut said.values {
        if let Value::Words(field) = value {
            *value = Value::from(*field);
        }
    }
    // No form asks for it.
    said.field = None;
    said.within.clear();
    said
}
