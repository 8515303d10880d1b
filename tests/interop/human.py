"""The human behind the agent: decides by command line, as somebody at the desk would."""

import json
import os
import subprocess
import time

APPROVER = "beatriz.nogueira@larkfield.example"
SPONSOR = "aoife.byrne@larkfield.example"
ADMINISTRATOR = "ines.ferreira@larkfield.example"


def ask(who, *words):
    command = [os.environ["CHAPERONE"], "--as", who, *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def run(who, *words):
    ask(who, "--quiet", *words)


def shown(request):
    """Looks at what is decided on; answers its fingerprint."""
    approval = json.loads(ask(APPROVER, "--json", "approval", "show", request))
    return approval["request"]["fingerprint"]


def approve(request):
    run(APPROVER, "approval", "approve", "--shown", shown(request), request)


def deny(request, why):
    run(APPROVER, "approval", "deny", "--why", why, "--shown", shown(request), request)


def confirm(code):
    run(SPONSOR, "door", "confirm", code)


def refuse(code):
    run(SPONSOR, "door", "deny", code)


def attend():
    """Agrees to whatever waits, until it is stopped."""
    while True:
        for row in json.loads(ask(APPROVER, "--json", "approval", "list"))["rows"]:
            approve(row["request"]["id"])
        time.sleep(1)
