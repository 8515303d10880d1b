//! The prompt that tells a model how to ask for access.

use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

/// Its name.
const ASK_FOR_ACCESS: &str = "ask_for_access";
/// The task for which access is needed.
const TASK: &str = "task";

/// The prompts as clients are told of them.
pub(crate) fn all() -> Vec<Prompt> {
    let task = PromptArgument::new(TASK)
        .with_description("What you are to do, in a sentence")
        .with_required(true);
    let about = "How to ask a human for access politely: what, why and for how long";
    vec![Prompt::new(ASK_FOR_ACCESS, Some(about), Some(vec![task])).with_title("Ask for access")]
}

/// The prompt of a name; nothing when there is none, a sentence when its argument is missing.
pub(crate) fn get(name: &str, given: &JsonObject) -> Option<Result<GetPromptResult, String>> {
    (name == ASK_FOR_ACCESS).then(|| {
        let task = given.get(TASK).and_then(|task| task.as_str()).unwrap_or_default().trim();
        if task.is_empty() {
            return Err(format!("Give '{TASK}': what you are to do, in a sentence."));
        }
        Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, ask_for_access(task))]))
    })
}

fn ask_for_access(task: &str) -> String {
    format!(
        "Your task: {task}\n\n\
         You act under your own identity, and humans answer for you. Get the access that this task needs, and no more:\n\
         1. Call check_access for each right that the task needs. What you have already, you don't ask for.\n\
         2. For what is missing call explain_access, or list_requestable_packages, and choose the smallest package that grants it.\n\
         3. Call get_package_requirements and answer every question truthfully.\n\
         4. Call request_access. In the justification say in one to three plain sentences what you will do, why it needs this access, \
         and for how long; name the task, not yourself. Where you may choose a duration, ask for the shortest that suffices.\n\
         5. A human may have to decide. Wait with waitSeconds, or come back with get_request. Never press: one request, no repeats. If it is \
         denied, read the reason and tell it to whoever gave you the task.\n\
         6. When the task takes longer than the access lasts, ask with request_extension in good time. When you are done, call return_access."
    )
}
