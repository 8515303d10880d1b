//! What the story is played with: the catalog, the three rights and the policy of its package. They are rights that nobody
//! in the sample company holds yet, so that whatever the agent may do comes from the story alone.

use chaperone_commands::Reply;
use chaperone_commands::view::access_package::{
    AccessPackageView, AddCatalogResource, CatalogRow, CreateAccessPackage, CreateCatalog,
    ExpirationView, ListResourceRoles, NewApproverSet, NewPolicy, NewStage, ResourceRoleRow,
    ResourceRoles,
};
use chaperone_commands::view::directory::{Applications, DirectoryRoles, Groups};
use chaperone_commands::wire::Wire;
use chaperone_domain::access_package::ResourceKind;
use chaperone_domain::id::{CatalogId, ResourceRoleId};
use chaperone_domain::policy::{ApproverKind, ExtensionRule, PolicyScope};
use chaperone_domain::right::RightKind;
use chaperone_domain::time::Span;
use serde_json::json;

use super::cast::Cast;
use super::teller::{Teller, differs};

/// How long access lasts.
pub(super) const DAYS: i64 = 30;
/// How long an approver has.
const STAGE_DAYS: u32 = 7;

const GROUP: &str = "Supplier Master Data Readers";
/// The application whose role the story asks about.
pub(super) const APPLICATION: &str = "Ledgerwell Invoicing";
/// That role.
pub(super) const APP_ROLE: &str = "Invoices.Read.All";
const DIRECTORY_ROLE: &str = "Usage Summary Reports Reader";

/// Makes the catalog and the package, as the administrator.
pub(super) fn package(teller: &Teller<'_>, cast: &Cast) -> Reply<AccessPackageView> {
    let catalog = CreateCatalog {
        display_name: "Month-end close".to_owned(),
        description: "What closing the books needs.".to_owned(),
        state: None,
    };
    let session = &cast.administrator.session;
    let catalog: CatalogRow = teller.call(session, "create_catalog", catalog)?;
    for (kind, origin_id) in resources(teller, cast)? {
        let ask = AddCatalogResource { catalog_id: catalog.id, kind: Wire(kind), origin_id };
        let _: ResourceRoles = teller.call(session, "add_catalog_resource", ask)?;
    }
    let package = CreateAccessPackage {
        catalog_id: catalog.id,
        display_name: "Month-end reconciliation".to_owned(),
        description: "Read invoices and suppliers while the month is closed.".to_owned(),
        is_hidden: false,
        resource_role_ids: roles(teller, cast, catalog.id)?,
        policies: vec![policy(cast)],
    };
    teller.call(session, "create_access_package", package)
}

fn resources(teller: &Teller<'_>, cast: &Cast) -> Reply<[(ResourceKind, String); 3]> {
    let session = &cast.administrator.session;
    let groups: Groups = teller.call(session, "list_groups", json!({}))?;
    let applications: Applications = teller.call(session, "list_applications", json!({}))?;
    let roles: DirectoryRoles = teller.call(session, "list_directory_roles", json!({}))?;
    let group =
        groups.rows.iter().find(|row| row.display_name == GROUP).map(|row| row.id.to_string());
    let application = applications.rows.iter().find(|row| row.display_name == APPLICATION);
    let role = roles.rows.iter().find(|row| row.display_name == DIRECTORY_ROLE);
    let missing = |what: &str| differs(format!("the sample company has no '{what}'"));
    Ok([
        (ResourceKind::Group, group.ok_or_else(|| missing(GROUP))?),
        (
            ResourceKind::Application,
            application.ok_or_else(|| missing(APPLICATION))?.id.to_string(),
        ),
        (ResourceKind::DirectoryRole, role.ok_or_else(|| missing(DIRECTORY_ROLE))?.id.to_string()),
    ])
}

/// The three roles of the package: a group, an application role, a directory role.
fn roles(
    teller: &Teller<'_>,
    cast: &Cast,
    catalog_id: Wire<CatalogId>,
) -> Reply<Vec<Wire<ResourceRoleId>>> {
    let ask = ListResourceRoles { catalog_id };
    let offered: ResourceRoles =
        teller.call(&cast.administrator.session, "list_resource_roles", ask)?;
    let pick = |what: &str, fits: &dyn Fn(&ResourceRoleRow) -> bool| {
        let role = offered.rows.iter().find(|row| fits(row)).map(|row| row.id);
        role.ok_or_else(|| differs(format!("the catalog doesn't offer '{what}'")))
    };
    Ok(vec![
        pick(GROUP, &|row| row.right.kind.0 == RightKind::GroupMembership)?,
        pick(APP_ROLE, &|row| {
            row.right.kind.0 == RightKind::AppRole && row.right.role_name == APP_ROLE
        })?,
        pick(DIRECTORY_ROLE, &|row| row.right.kind.0 == RightKind::DirectoryRoleActive)?,
    ])
}

fn policy(cast: &Cast) -> NewPolicy {
    let approver = NewApproverSet {
        kind: Wire(ApproverKind::SingleUser),
        person_id: Some(cast.approver.id),
        group_id: None,
        manager_level: None,
    };
    NewPolicy {
        display_name: "All agents, one approval, 30 days".to_owned(),
        scope: Wire(PolicyScope::AllDirectoryAgentIdentities),
        specific_targets: None,
        specific_target_groups: None,
        requestor_settings: None,
        questions: None,
        stages: vec![NewStage {
            primary_approvers: vec![approver],
            fallback_approvers: Vec::new(),
            limit_days: STAGE_DAYS,
            is_justification_required: false,
            escalate_after_days: None,
            alternate_approvers: Vec::new(),
            fallback_alternate_approvers: Vec::new(),
        }],
        expiration: ExpirationView::AfterDuration { duration: Wire(Span::days(DAYS)) },
        extension: Wire(ExtensionRule::WithApproval),
        is_requestor_justification_required: Some(true),
        is_assignment_notification_disabled: None,
    }
}
