//! The routes as OData's `$metadata`: CSDL 4.0 in XML. Source: OASIS, OData Common Schema Definition Language.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use super::model::{Bound, Leads, Model, common};
use super::operation::Gives;
use super::shape::{Holds, Presence, Property, Type, Words};
use crate::problem::Problem;

const NAMESPACE: &str = "microsoft.graph";

/// Writes the document of a version.
pub(super) fn write(version: &str) -> Result<String, Problem> {
    let model = Model::of(version);
    let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 2) };
    xml.document(&model).map_err(|wrong| {
        tracing::error!(%wrong, "the description could not be written");
        Problem::new(503, "unreadable", "The description could not be written; try again.")
    })?;
    Ok(String::from_utf8_lossy(&xml.writer.into_inner()).into_owned())
}

type Written = std::io::Result<()>;

struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Written {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Start(start))
    }

    fn close(&mut self, name: &str) -> Written {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)]) -> Written {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Empty(start))
    }

    fn document(&mut self, model: &Model) -> Written {
        self.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let edmx = ("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx");
        self.open("edmx:Edmx", &[("Version", "4.0"), edmx])?;
        self.open("edmx:DataServices", &[])?;
        let edm = ("xmlns", "http://docs.oasis-open.org/odata/ns/edm");
        self.open("Schema", &[("Namespace", NAMESPACE), edm])?;
        for words in words(model) {
            self.words(words)?;
        }
        self.open("EntityType", &[("Name", "entity"), ("Abstract", "true")])?;
        self.open("Key", &[])?;
        self.leaf("PropertyRef", &[("Name", "id")])?;
        self.close("Key")?;
        self.leaf("Property", &[("Name", "id"), ("Type", "Edm.String"), ("Nullable", "false")])?;
        self.close("EntityType")?;
        for found in model.types.values() {
            self.kind(model, found)?;
        }
        for container in &model.containers {
            self.open("EntityType", &[("Name", container), ("BaseType", &name("entity"))])?;
            self.navigations(model, container)?;
            self.close("EntityType")?;
        }
        for bound in &model.bound {
            self.bound(bound)?;
        }
        self.open("EntityContainer", &[("Name", "GraphService")])?;
        for (set, row) in &model.sets {
            self.leaf("EntitySet", &[("Name", set), ("EntityType", &name(row))])?;
        }
        for (single, found) in &model.singletons {
            self.leaf("Singleton", &[("Name", single), ("Type", &name(found))])?;
        }
        self.close("EntityContainer")?;
        self.close("Schema")?;
        self.close("edmx:DataServices")?;
        self.close("edmx:Edmx")
    }

    fn words(&mut self, words: &Words) -> Written {
        self.open("EnumType", &[("Name", words.name)])?;
        for (at, word) in (words.all)().into_iter().enumerate() {
            self.leaf("Member", &[("Name", word), ("Value", &at.to_string())])?;
        }
        self.close("EnumType")
    }

    fn kind(&mut self, model: &Model, found: &Type) -> Written {
        let element = if found.is_entity() { "EntityType" } else { "ComplexType" };
        let base = match found.base {
            Some(base) => Some(name(base.name)),
            None => found.is_entity().then(|| name("entity")),
        };
        let mut attributes = vec![("Name", found.name)];
        if let Some(base) = &base {
            attributes.push(("BaseType", base));
        }
        self.open(element, &attributes)?;
        for property in found.properties {
            // The key stands in the type that all things are based on, and an annotation belongs to no type.
            let is_key = found.is_entity() && property.name == "id";
            if !is_key && !property.name.starts_with('@') {
                self.property(property)?;
            }
        }
        self.navigations(model, found.name)?;
        self.close(element)
    }

    fn property(&mut self, property: &Property) -> Written {
        let is_sure = property.presence == Presence::Always
            && !property.is_nullable
            && !matches!(property.holds, Holds::Nothing);
        let nullable = if is_sure { "false" } else { "true" };
        let kind = edm(property.holds);
        let mut attributes = vec![("Name", property.name), ("Type", kind.as_str())];
        if property.is_navigation() {
            if !kind.starts_with("Collection") {
                attributes.push(("Nullable", nullable));
            }
            self.leaf("NavigationProperty", &attributes)
        } else {
            attributes.push(("Nullable", nullable));
            self.leaf("Property", &attributes)
        }
    }

    fn navigations(&mut self, model: &Model, from: &str) -> Written {
        for (navigation, leads) in model.navigations.get(from).into_iter().flatten() {
            let kind = led(leads);
            let mut attributes = vec![("Name", *navigation), ("Type", kind.as_str())];
            if leads.is_contained {
                attributes.push(("ContainsTarget", "true"));
            }
            self.leaf("NavigationProperty", &attributes)?;
        }
        Ok(())
    }

    fn bound(&mut self, bound: &Bound) -> Written {
        let element = if bound.is_function { "Function" } else { "Action" };
        self.open(element, &[("Name", bound.name), ("IsBound", "true")])?;
        let on = led(&bound.on);
        self.leaf("Parameter", &[("Name", "bindingParameter"), ("Type", &on)])?;
        if bound.is_function {
            for argument in arguments(bound.operation.template) {
                let kind = match bound.operation.on {
                    Some(words) if argument == "on" => name(words.name),
                    _ => "Edm.String".to_owned(),
                };
                let attributes = [("Name", argument), ("Type", &kind), ("Nullable", "false")];
                self.leaf("Parameter", &attributes)?;
            }
        } else if let Some(takes) = bound.operation.takes {
            for property in takes.body.properties {
                self.leaf("Parameter", &[("Name", property.name), ("Type", &edm(property.holds))])?;
            }
        }
        let kind = match bound.operation.gives {
            Gives::One(holds) => Some(edm(*holds)),
            Gives::Many(holds) => Some(format!("Collection({})", edm(*holds))),
            Gives::Nothing | Gives::Json | Gives::Xml => None,
        };
        if let Some(kind) = kind {
            self.leaf("ReturnType", &[("Type", &kind)])?;
        }
        self.close(element)
    }
}

/// The names of a function's arguments.
fn arguments(template: &'static str) -> Vec<&'static str> {
    let inner = template.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
    inner.split(',').filter_map(|one| one.split_once('=').map(|(argument, _)| argument)).collect()
}

fn name(of: &str) -> String {
    format!("{NAMESPACE}.{of}")
}

fn led(leads: &Leads) -> String {
    if leads.to_many { format!("Collection({})", name(leads.to)) } else { name(leads.to) }
}

/// What something holds, in the words of OData.
fn edm(holds: Holds) -> String {
    match holds {
        Holds::Text | Holds::Id | Holds::Address | Holds::Nothing => "Edm.String".to_owned(),
        Holds::Instant => "Edm.DateTimeOffset".to_owned(),
        Holds::Length => "Edm.Duration".to_owned(),
        Holds::Truth => "Edm.Boolean".to_owned(),
        Holds::Whole => "Edm.Int32".to_owned(),
        Holds::Details => "Edm.Untyped".to_owned(),
        Holds::Word(words) => name(words.name),
        Holds::One(_) | Holds::Any(_) => {
            // What comes in is of the same type as what goes out.
            let found = common(holds).map_or("entity", |found| found.name);
            name(found.trim_end_matches(".given"))
        }
        Holds::Many(inner) => format!("Collection({})", edm(*inner)),
    }
}

/// The enumerations that the types and functions name, each once.
fn words(model: &Model) -> Vec<&'static Words> {
    fn add(found: &mut BTreeMap<&'static str, &'static Words>, holds: Holds) {
        match holds {
            Holds::Word(words) => {
                found.insert(words.name, words);
            }
            Holds::Many(inner) => add(found, *inner),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for property in model.types.values().flat_map(|one| one.properties) {
        add(&mut found, property.holds);
    }
    for words in model.bound.iter().filter_map(|bound| bound.operation.on) {
        found.insert(words.name, words);
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_functions_and_actions_of_the_routes_are_told() {
        let told = write("v1.0").unwrap();
        for wanted in [
            r#"<EntitySet Name="users" EntityType="microsoft.graph.user"/>"#,
            r#"<EntitySet Name="servicePrincipals" EntityType="microsoft.graph.servicePrincipal"/>"#,
            r#"<EntitySet Name="applications" EntityType="microsoft.graph.application"/>"#,
            r#"<Singleton Name="identityGovernance" Type="microsoft.graph.identityGovernance"/>"#,
            r#"<Singleton Name="auditLogs" Type="microsoft.graph.auditLogRoot"/>"#,
            r#"<NavigationProperty Name="assignments" Type="Collection(microsoft.graph.accessPackageAssignment)" ContainsTarget="true"/>"#,
            r#"<NavigationProperty Name="agentUser" Type="microsoft.graph.agentUser"/>"#,
            r#"<Function Name="filterByCurrentUser" IsBound="true">"#,
            r#"<Parameter Name="on" Type="microsoft.graph.approvalFilterByCurrentUserOptions" Nullable="false"/>"#,
            r#"<Parameter Name="incompatibleAccessPackageId" Type="Edm.String" Nullable="false"/>"#,
            r#"<Action Name="cancel" IsBound="true">"#,
            r#"<Parameter Name="bindingParameter" Type="microsoft.graph.entitlementManagement"/>"#,
            r#"<Action Name="getApplicablePolicyRequirements" IsBound="true">"#,
        ] {
            assert!(told.contains(wanted), "{wanted} in\n{told}");
        }
        let beta = write("beta").unwrap();
        assert!(beta.contains(r#"Name="accessPackageAssignmentRequests""#), "{beta}");
    }

    #[test]
    fn every_type_that_is_named_is_told() {
        for version in ["v1.0", "beta"] {
            let told = write(version).unwrap();
            let named = told
                .split("microsoft.graph.")
                .skip(1)
                .filter_map(|rest| rest.split(['"', ')']).next().filter(|name| !name.is_empty()));
            for name in named {
                let is_told = ["EntityType", "ComplexType", "EnumType"]
                    .iter()
                    .any(|kind| told.contains(&format!("<{kind} Name=\"{name}\"")));
                assert!(is_told, "{name} of {version}");
            }
        }
    }
}
