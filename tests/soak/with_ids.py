"""Puts ids that there are into a description of the door, beside those that nobody has: calls with made-up ids alone would never
get past "not found".

    with_ids.py DOOR TOKEN <openapi.json >openapi-with-ids.json
"""

import json
import sys
import urllib.request

door, token = sys.argv[1:]
document = json.load(sys.stdin)
EM = "/identityGovernance/entitlementManagement/"


def ids(path, key="id"):
    request = urllib.request.Request(door + path, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        rows = json.load(answer)["value"]
    return [row[key] for row in rows[:8] if row.get(key)]


packages = ids(EM + "accessPackages")
known = {
    "accessPackages": packages,
    "assignmentRequests": ids(EM + "assignmentRequests"),
    "assignments": ids(EM + "assignments"),
    "catalogs": ids(EM + "catalogs"),
    "assignmentPolicies": ids(EM + f"assignmentPolicies?$filter=accessPackage/id%20eq%20'{packages[0]}'"),
    "servicePrincipals": ids("/servicePrincipals/microsoft.graph.agentIdentity"),
    "applications": ids("/applications/microsoft.graph.agentIdentityBlueprint"),
    "users": ids("/users"),
    "groups": ids("/groups"),
}
known["accessPackageAssignmentApprovals"] = known["assignmentRequests"]
known["accessPackageAssignmentRequests"] = known["assignmentRequests"]
blueprints = ids("/servicePrincipals/microsoft.graph.agentIdentity", "agentIdentityBlueprintId")
everything = sorted({one for some in known.values() for one in some})
named = {
    "accessPackageId": packages,
    "targetId": known["servicePrincipals"],
    "objectId": known["servicePrincipals"],
    "agentId": known["servicePrincipals"],
    "servicePrincipalId": known["servicePrincipals"],
    "assignmentPolicyId": known["assignmentPolicies"],
    "agentIdentityBlueprintId": blueprints,
    "userId": known["users"],
    "groupId": known["groups"],
    "id": everything,
    "@odata.id": [f"{door}/users/{one}" for one in known["users"]]
    + [f"{door}/groups/{one}" for one in known["groups"]],
    "resource": ["Reports Reader"] + everything,
}


def either(schema, values):
    return {"anyOf": [{"enum": values}, schema]} if values else schema


for path, item in document["paths"].items():
    for operation in item.values():
        for parameter in operation["parameters"]:
            if parameter["in"] != "path" or parameter["name"] in ("on", "tenant"):
                continue
            before = path.split("{" + parameter["name"] + "}")[0].strip("/").split("/")[-1]
            values = packages if "=" in before else known.get(before, everything)
            parameter["schema"] = either(parameter["schema"], values)
for name, schema in document["components"]["schemas"].items():
    if "additionalProperties" in schema:
        continue  # What goes out stays as it is described.
    for property, values in named.items():
        if property in schema["properties"]:
            schema["properties"][property] = either(schema["properties"][property], values)
json.dump(document, sys.stdout)
