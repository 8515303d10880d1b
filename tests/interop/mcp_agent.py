"""An agent's client of the Model Context Protocol, on standard input and output or over HTTP, in both eras of the protocol."""

import asyncio
import json
import os
import sys
import urllib.request

import human
import mcp

PACKAGE = "Invoice matching"
door = json.loads(os.environ["CHAPERONE_DOOR"])


def server():
    """The program as a host of the protocol starts it."""
    environment = {
        name: os.environ[name]
        for name in ["HOME", "XDG_CONFIG_HOME", "CHAPERONE_WORKSPACE", "CHAPERONE_AGENT_SECRET"]
    }
    return mcp.StdioServerParameters(command=os.environ["CHAPERONE"], args=["mcp"], env=environment)


def transport():
    """The door, with a token in each request."""
    import httpx
    from mcp.client.streamable_http import streamable_http_client

    query = "?api-version=2019-08-01&resource=https://graph.microsoft.com"
    ask = urllib.request.Request(os.environ["IDENTITY_ENDPOINT"] + query)
    ask.add_header("X-IDENTITY-HEADER", os.environ["IDENTITY_HEADER"])
    token = json.load(urllib.request.urlopen(ask))["access_token"]
    client = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60)
    return streamable_http_client(door["mcp"], http_client=client)


async def call(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, f"{tool}: {result}"
    return result.structured_content


async def main(way, mode):
    async with mcp.Client(server() if way == "stdio" else transport(), mode=mode) as client:
        tools = await client.list_tools()
        assert len(tools.tools) == 12, tools
        me = await call(client, "who_is_responsible_for_me")
        assert me["sponsors"], me
        found = await call(client, "list_requestable_packages")
        package = next(one for one in found["packages"] if one["name"] == PACKAGE)["accessPackageId"]
        asked = await call(client, "request_access", accessPackageId=package, justification="Match invoices")
        human.approve(asked["request"]["requestId"])
        told = await call(client, "get_request", requestId=asked["request"]["requestId"])
        assert told["request"]["state"] == "delivered", told
        assert (await call(client, "check_access", resource="Reports Reader", role="active"))["isAllowed"]
        await call(client, "return_access", assignmentId=told["assignmentId"])
        refused = await client.call_tool("check_access", {"resource": "no such thing"})
        assert refused.is_error, refused


for mode in ["legacy", "auto"]:
    asyncio.run(main(sys.argv[1], mode))
