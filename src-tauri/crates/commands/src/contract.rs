//! The TypeScript contract: every type that travels, the command list and a typed client, as one file. A test writes it
//! and fails when the committed file differs.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::command::with_commands;
use crate::view::{
    access::*, access_package::*, agent::*, appointment::*, approval::*, assignment::*, audit::*,
    backup::*, blueprint::*, catalog::*, checkpoint::*, decision::*, delegation::*, desk::*,
    device::*, directory::*, doctor::*, door::*, export::*, group::*, home::*, import::*,
    incompatibility::*, lateness::*, list::*, my_settings::*, notice::*, permission::*, person::*,
    policy::*, report::*, request::*, secret::*, settings::*, sign_in::*, training::*, work::*,
    workflow::*,
};

/// Collects the declarations of a type and of all that it is made of.
struct Collector {
    config: Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Collector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}", T::decl(&self.config));
            self.declarations.insert(T::ident(&self.config), declaration);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

macro_rules! collect {
    ($($kind:ident $module:ident::$name:ident($ask:ident) -> $view:ident tells [$($tag:ident),*];)*) => {
        fn collect(collector: &mut Collector) {
            $(collector.visit::<$ask>(); collector.visit::<$view>();)*
        }
    };
}
with_commands!(collect);

/// The declaration of each request and view type with its documentation, by the type's name.
pub fn declarations() -> BTreeMap<String, String> {
    let mut collector =
        Collector { config: Config::new(), seen: HashSet::new(), declarations: BTreeMap::new() };
    collect(&mut collector);
    // No view has to hold one; every refusal does.
    collector.visit::<crate::view::said::Saying>();
    collector.declarations
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut camel, word| {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
        camel
    })
}

/// The whole contract as TypeScript.
pub fn typescript() -> String {
    let mut text = String::from(
        "// Written by the test `the_typescript_contract_is_up_to_date` from the command list in Rust; never edited.\n\n",
    );
    for declaration in declarations().values() {
        text.push_str(declaration);
        text.push_str("\n\n");
    }
    let tags: Vec<_> =
        crate::change::Tag::ALL.iter().map(|tag| format!("'{}'", tag.word())).collect();
    text.push_str("/** What a view depends on and a write changes. */\n");
    text.push_str(&format!("export type Tag = {};\n\n", tags.join(" | ")));
    text.push_str("/** The command list. */\nexport const COMMANDS = [\n");
    for command in crate::COMMANDS {
        let tells: Vec<_> = command.tells.iter().map(|tag| format!("'{}'", tag.word())).collect();
        text.push_str(&format!(
            "  {{ name: '{}', kind: '{}', reads: [{}] }},\n",
            command.name,
            command.kind.word(),
            tells.join(", ")
        ));
    }
    text.push_str(
        "] as const satisfies readonly { name: string; kind: 'desk' | 'read' | 'write'; reads: readonly Tag[] }[];\n\n",
    );
    text.push_str("/** One typed function for each command. */\nexport function client(call: (command: string, payload: unknown) => Promise<unknown>) {\n  return {\n");
    for command in crate::COMMANDS {
        text.push_str(&format!(
            "    {}: (ask: {}) => call('{}', ask) as Promise<{}>,\n",
            camel_case(command.name),
            command.request,
            command.name,
            command.view
        ));
    }
    text.push_str("  };\n}\n\nexport type Client = ReturnType<typeof client>;\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typescript_contract_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/generated/contract.ts");
        let fresh = typescript();
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        if committed != fresh {
            std::fs::create_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
            std::fs::write(path, &fresh).unwrap();
            panic!(
                "ui/src/generated/contract.ts was out of date and has been written anew; look at it and commit it"
            );
        }
    }

    #[test]
    fn a_command_is_called_in_camel_case() {
        assert_eq!(camel_case("request_extension"), "requestExtension");
    }
}
