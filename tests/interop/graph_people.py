"""People with Microsoft Graph's SDK: a sponsor asks on behalf of an agent, an administrator assigns directly, and what is
refused arrives as the SDK's own error with its message. By http or https, as the first word says."""

import asyncio
import json
import os
import sys
import time
import uuid

import httpx
import human
from azure.core.credentials import AccessToken
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.models.access_package_assignment import AccessPackageAssignment
from msgraph.generated.models.access_package_assignment_request import AccessPackageAssignmentRequest
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.access_package_subject import AccessPackageSubject
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

PACKAGE = "Invoice matching"

door = json.loads(os.environ["CHAPERONE_DOOR"])
place = door if sys.argv[1] == "http" else door["https"]
agent = os.environ["CHAPERONE_AGENT_ID"]


class Passphrase:
    """A person's token; in a training workspace the address is enough."""

    def __init__(self, email):
        self.email = email

    def get_token(self, *_scopes, **_more):
        form = {"grant_type": "password", "username": self.email, "password": "", "scope": "https://graph.microsoft.com/.default"}
        answer = httpx.post(place["tokenEndpoint"], data=form).raise_for_status().json()
        return AccessToken(answer["access_token"], int(time.time()) + answer["expires_in"])


def graph(email):
    client = GraphServiceClient(Passphrase(email), scopes=["https://graph.microsoft.com/.default"])
    client.request_adapter.base_url = place["graph"]
    return client.identity_governance.entitlement_management


def request(kind, assignment, **more):
    return AccessPackageAssignmentRequest(request_type=kind, assignment=assignment, **more)


async def refused(call, status, code):
    try:
        await call
    except ODataError as error:
        assert error.response_status_code == status, (error.response_status_code, error.error)
        assert error.error.code == code, error.error
        assert error.error.message and error.error.message.endswith("."), error.error
        return
    raise AssertionError(f"{code} was expected")


async def main():
    sponsor, administrator = graph(human.SPONSOR), graph(human.ADMINISTRATOR)
    packages = (await administrator.access_packages.get()).value
    package = next(one for one in packages if one.display_name == PACKAGE)

    # On behalf: the requestor is whoever the token speaks for, the agent stands in the target.
    assignment = AccessPackageAssignment(target=AccessPackageSubject(object_id=agent))
    assignment.additional_data = {"accessPackageId": package.id}
    asked = await sponsor.assignment_requests.post(
        request(AccessPackageRequestType.UserAdd, assignment, justification="Month end")
    )
    await refused(
        sponsor.assignment_requests.post(
            request(AccessPackageRequestType.UserAdd, assignment, justification="Once more")
        ),
        409,
        "already_requested",
    )
    human.approve(asked.id)
    by_id = sponsor.assignment_requests.by_access_package_assignment_request_id(asked.id)
    parameters = by_id.AccessPackageAssignmentRequestItemRequestBuilderGetQueryParameters(
        expand=["requestor", "assignment($expand=target)"]
    )
    seen = await by_id.get(RequestConfiguration(query_parameters=parameters))
    assert seen.state.value == "delivered", seen.state
    assert seen.assignment.target.object_id == agent
    held = seen.assignment.id

    # Directly, for the agent that the sponsor gave its access back for.
    await sponsor.assignment_requests.post(
        request(AccessPackageRequestType.UserRemove, AccessPackageAssignment(id=held))
    )
    parameters = administrator.assignment_policies.AssignmentPoliciesRequestBuilderGetQueryParameters(
        filter=f"accessPackage/id eq '{package.id}'"
    )
    policies = await administrator.assignment_policies.get(RequestConfiguration(query_parameters=parameters))
    direct = AccessPackageAssignment()
    direct.additional_data = {
        "targetId": agent,
        "assignmentPolicyId": policies.value[0].id,
        "accessPackageId": package.id,
    }
    filed = await administrator.assignment_requests.post(
        request(AccessPackageRequestType.AdminAdd, direct, justification="By hand")
    )
    if filed.state.value == "pendingApproval":
        human.approve(filed.id)
    parameters = administrator.assignments.AssignmentsRequestBuilderGetQueryParameters(
        filter=f"accessPackage/id eq '{package.id}' and target/objectid eq '{agent}' and state eq 'Delivered'",
        expand=["target", "accessPackage"],
    )
    (found,) = (await administrator.assignments.get(RequestConfiguration(query_parameters=parameters))).value
    await refused(
        sponsor.assignment_requests.post(request(AccessPackageRequestType.AdminAdd, direct, justification="x")),
        403,
        "forbidden",
    )
    await administrator.assignment_requests.post(
        request(AccessPackageRequestType.AdminRemove, AccessPackageAssignment(id=found.id))
    )

    nobody = str(uuid.uuid4())
    await refused(
        administrator.assignment_requests.by_access_package_assignment_request_id(nobody).get(), 404, "not_found"
    )
    misspelt = AccessPackageAssignment()
    misspelt.additional_data = {"access_package_id": package.id}
    await refused(
        sponsor.assignment_requests.post(request(AccessPackageRequestType.UserAdd, misspelt)), 400, "unknown_field"
    )


asyncio.run(main())
