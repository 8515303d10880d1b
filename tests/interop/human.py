"""The human behind the agent: decides by command line, as somebody at the desk would."""

import json
import os
import subprocess

APPROVER = "beatriz.nogueira@larkfield.example"
SPONSOR = "aoife.byrne@larkfield.example"
ADMINISTRATOR = "ines.ferreira@larkfield.example"


def run(who, *words):
    command = [os.environ["CHAPERONE"], "--quiet", "--as", who, *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def shown(request):
    """Looks at what is decided on; answers its fingerprint."""
    approval = json.loads(run(APPROVER, "--json", "approval", "show", request))
    return approval["request"]["fingerprint"]


def approve(request):
    run(APPROVER, "approval", "approve", "--shown", shown(request), request)


def deny(request, why):
    run(APPROVER, "approval", "deny", "--why", why, "--shown", shown(request), request)


def confirm(code):
    run(SPONSOR, "door", "confirm", code)


def refuse(code):
    run(SPONSOR, "door", "deny", code)
