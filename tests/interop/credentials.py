"""Tokens with the libraries that insist on https: MSAL, which is beneath most others, and Azure's own credentials."""

import json
import os
import threading

import human
import httpx
import msal
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential, DeviceCodeCredential

SCOPE = "https://graph.microsoft.com/.default"
PROGRAM = "14d82eec-204b-4c2f-b7e8-296a70dab67e"  # as Graph's own tools call themselves

door = json.loads(os.environ["CHAPERONE_DOOR"])
https = door["https"]
agent, secret = os.environ["CHAPERONE_AGENT_ID"], os.environ["CHAPERONE_AGENT_SECRET"]
origin = https["urls"][0]


def packages(token, graph):
    """What the token is worth: at both entrances the same."""
    url = f"{graph}/identityGovernance/entitlementManagement/accessPackages/filterByCurrentUser(on='allowedRequestor')"
    answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


def is_worth_something(token):
    assert packages(token, https["graph"]) == packages(token, door["graph"]) != []


def speaks_for_the_sponsor(token):
    answer = httpx.get(f"{https['graph']}/users", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text


# MSAL, told of the authority in both ways that it knows.
for authority in (
    {"authority": https["authority"], "instance_discovery": False},
    {"oidc_authority": f"{https['authority']}/v2.0"},
):
    client = msal.ConfidentialClientApplication(agent, client_credential=secret, **authority)
    got = client.acquire_token_for_client(scopes=[SCOPE])
    assert "access_token" in got, got
    is_worth_something(got["access_token"])
    wrong = msal.ConfidentialClientApplication(agent, client_credential="chp_wrong", **authority)
    refused = wrong.acquire_token_for_client(scopes=[SCOPE])
    assert refused["error"] == "invalid_client", refused

    # A person signs in with a program by the code that it shows.
    public = msal.PublicClientApplication(PROGRAM, **authority)
    flow = public.initiate_device_flow(scopes=[SCOPE])
    assert flow["user_code"] in flow["message"], flow
    flow["interval"] = 1
    confirmed = threading.Timer(1, human.confirm, [flow["user_code"]])
    confirmed.start()
    got = public.acquire_token_by_device_flow(flow)
    assert "access_token" in got, got
    speaks_for_the_sponsor(got["access_token"])

    flow = public.initiate_device_flow(scopes=[SCOPE])
    human.refuse(flow["user_code"])
    refused = public.acquire_token_by_device_flow(flow)
    assert refused["error"] == "access_denied", refused

# Azure's own: what a program that was written for Microsoft's cloud holds already.
place = {"authority": origin, "disable_instance_discovery": True}
credential = ClientSecretCredential(https["tenantId"], agent, secret, **place)
is_worth_something(credential.get_token(SCOPE).token)
try:
    ClientSecretCredential(https["tenantId"], agent, "chp_wrong", **place).get_token(SCOPE)
    raise AssertionError("a wrong secret got a token")
except ClientAuthenticationError as refused:
    assert "wrong_secret" in str(refused), refused
person = DeviceCodeCredential(
    PROGRAM,
    tenant_id=https["tenantId"],
    prompt_callback=lambda _page, code, _until: human.confirm(code),
    **place,
)
speaks_for_the_sponsor(person.get_token(SCOPE).token)
