"""The seed of an I Hate Money: one project with one member; prints the secret of its invitation."""

import secrets
import sys

from ihatemoney.models import Person, Project, db
from ihatemoney.run import create_app
from werkzeug.security import generate_password_hash


def plant() -> str:
    """Open a project, and give the last part of its invitation link."""
    project = Project(
        id="iuran",
        name="Iuran warga",
        contact_email="kas@example.test",
        password=generate_password_hash(secrets.token_hex()),
        default_currency="XXX",
    )
    db.session.add(project)
    db.session.commit()
    db.session.add(Person(project=project, name="Kas", weight=1))
    db.session.commit()
    return str(project.generate_token())


if __name__ == "__main__":
    with create_app().app_context():
        sys.stdout.write(plant())
