"""The human behind the agent: decides by command line, as somebody at the desk would."""

import os
import subprocess

APPROVER = "beatriz.nogueira@larkfield.example"
SPONSOR = "aoife.byrne@larkfield.example"
ADMINISTRATOR = "ines.ferreira@larkfield.example"


def run(who, *words):
    command = [os.environ["CHAPERONE"], "--quiet", "--as", who, *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def approve(request):
    run(APPROVER, "approval", "approve", request)


def deny(request, why):
    run(APPROVER, "approval", "deny", "--why", why, request)


def confirm(code):
    run(SPONSOR, "door", "confirm", code)


def refuse(code):
    run(SPONSOR, "door", "deny", code)
