"""An agent with Microsoft Graph's SDK: two lines differ from one that speaks to Microsoft's cloud."""

import asyncio
import datetime
import json
import os

import human
from azure.identity import DefaultAzureCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.models.access_package_assignment import AccessPackageAssignment
from msgraph.generated.models.access_package_assignment_request import AccessPackageAssignmentRequest
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.entitlement_management_schedule import EntitlementManagementSchedule
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

PACKAGE = "Invoice matching"

door = json.loads(os.environ["CHAPERONE_DOOR"])
client = GraphServiceClient(DefaultAzureCredential(), scopes=["https://graph.microsoft.com/.default"])
client.request_adapter.base_url = door["graph"]
entitlement = client.identity_governance.entitlement_management


def request(kind, assignment, **more):
    return AccessPackageAssignmentRequest(request_type=kind, assignment=assignment, **more)


async def ask(package, why):
    assignment = AccessPackageAssignment()
    assignment.additional_data = {"accessPackageId": package}
    asked = request(AccessPackageRequestType.UserAdd, assignment, justification=why)
    return await entitlement.assignment_requests.post(asked)


async def state(request_id):
    builder = entitlement.assignment_requests.by_access_package_assignment_request_id(request_id)
    parameters = builder.AccessPackageAssignmentRequestItemRequestBuilderGetQueryParameters(
        expand=["accessPackage", "requestor", "assignment($expand=target)"]
    )
    found = await builder.get(RequestConfiguration(query_parameters=parameters))
    return found.state.value


async def held():
    page = await entitlement.assignments.filter_by_current_user_with_on("target").get()
    return [one for one in page.value if one.state.value == "delivered"]


async def main():
    packages = await entitlement.access_packages.filter_by_current_user_with_on("allowedRequestor").get()
    package = next(one for one in packages.value if one.display_name == PACKAGE)
    needs = await entitlement.access_packages.by_access_package_id(
        package.id
    ).get_applicable_policy_requirements.post()
    assert needs.value, "some policy takes the agent"

    denied = await ask(package.id, "Just because")
    assert await state(denied.id) == "pendingApproval"
    human.deny(denied.id, "Say what for")
    assert await state(denied.id) == "denied"

    taken_back = await ask(package.id, "Match the invoices of this month")
    await entitlement.assignment_requests.by_access_package_assignment_request_id(taken_back.id).cancel.post()
    assert await state(taken_back.id) == "canceled"

    asked = await ask(package.id, "Match the invoices of this month")
    try:
        await ask(package.id, "Once more")
        raise AssertionError("the same is not asked for twice")
    except ODataError as refused:
        assert refused.response_status_code == 409, refused.response_status_code
        assert refused.error.code and refused.error.message
    human.approve(asked.id)
    assert await state(asked.id) == "delivered"
    (assignment,) = [one for one in await held()]

    ends = assignment.schedule.expiration.end_date_time + datetime.timedelta(days=5)
    later = ExpirationPattern(type=ExpirationPatternType.AfterDateTime, end_date_time=ends)
    extension = request(
        AccessPackageRequestType.UserUpdate,
        AccessPackageAssignment(id=assignment.id),
        schedule=EntitlementManagementSchedule(expiration=later),
        justification="More invoices came",
    )
    extension = await entitlement.assignment_requests.post(extension)
    human.approve(extension.id)
    assert await state(extension.id) == "delivered"

    back = request(AccessPackageRequestType.UserRemove, AccessPackageAssignment(id=assignment.id))
    await entitlement.assignment_requests.post(back)
    assert not await held()


asyncio.run(main())
