"""The Secretive recording of tests: a secret in every place that a recording has."""

from typing import Any

from tests.draft.recorded import call, entry, page

SECRETS = {
    "form": "Greta Svensson", "email": "anna.larsson@privat.se", "password": "Sommar-2026!",
    "phone": "+46701234567", "json": "hemlig.anteckning", "number": "483920",
    "nested": "Storgatan 17 B", "query": "min sjukdom", "path": "anna.larsson",
    "token": "9a8b7c6d5e4f", "cookie": "c00kie-5e55ion", "authorization": "QmFzaWM6c2VjcmV0",
    "key": "sk_live_51Habc", "header": "tenant-4711-x", "date": "1980-02-03",
    "nik": "3201234567890001", "file": "annas-pass.jpg", "name_of_json": "bo.ek@privat.se",
    "host": "c83920", "user": "urluser77", "page": "Anna L. Hemlig", "radio": "Kapten Nemo",
    "multipart": "mitt hemliga cv", "xml": "<pin>4411</pin>",
}  # fmt: skip
"""One in every place that a recording has."""


def full_of_secrets(secret: dict[str, str]) -> list[dict[str, Any]]:
    """Record a way with a secret in every place."""
    headers = {
        "Cookie": f"sid={secret['cookie']}; theme={secret['form']}",
        "Authorization": f"Basic {secret['authorization']}",
        "X-Api-Key": secret["key"],
        "X-Tenant": secret["header"],
    }
    shown = (
        f"<title>{secret['page']}</title><h1>{secret['form']}</h1><a href='/u/{secret['path']}'>me</a>"
        "<form action='/register' method='post'>"
        f"<input name='hidden' type='hidden' value='{secret['token']}'>"
        f"<input name='who'><input type='radio' name='rank' value='{secret['radio']}'></form>"
    )
    form = [
        ("hidden", secret["token"]), ("who", secret["form"]), ("email", secret["email"]),
        ("secret", secret["password"]), ("tel", secret["phone"]), ("rank", secret["radio"]),
        ("born", secret["date"]), (secret["email"], "x"),
    ]  # fmt: skip
    sends = {
        "note": secret["json"],
        "pin": int(secret["number"]) if secret["number"].isdigit() else secret["number"],
        "deep": [{"street_and_number": secret["nested"], "ids": [secret["nik"]]}],
        secret["name_of_json"]: {"x": 1},
    }
    return [
        page("/", shown, headers=headers, answered=[("Set-Cookie", f"sid={secret['cookie']}")]),
        entry(
            "/register", form=form, headers=headers, status=303, location=f"/u/{secret['path']}", at_s=9
        ),
        page(f"/u/{secret['path']}", shown, at_s=9.2, headers=headers),
        call(
            "/api", {"owner": secret["form"], secret["email"]: 1}, sends=sends, headers=headers, at_s=20
        ),
        page(f"/search?q={secret['query']}&{secret['name_of_json']}=1", at_s=30),
        page(f"/u/{secret['path']}/letters/{secret['token']}", at_s=40),
        call(f"https://{secret['host']}.tracker.example/x", {}, sends={"v": secret["email"]}, at_s=41),
        page(f"https://{secret['user']}:{secret['password']}@shop.example.org/basic", at_s=50),
        *_odd_bodies(secret),
    ]


def _odd_bodies(secret: dict[str, str]) -> list[dict[str, Any]]:
    upload = entry("/upload", method="POST", at_s=60)
    upload["request"]["postData"] = {
        "mimeType": "multipart/form-data; boundary=x",
        "text": (
            f'--x\r\nContent-Disposition: form-data; name="about"\r\n\r\n{secret["multipart"]}\r\n'
            f'--x\r\nContent-Disposition: form-data; name="f"; filename="{secret["file"]}"\r\n\r\n'
            "\r\n--x--\r\n"
        ),
    }
    other = entry("/xml", method="POST", at_s=70)
    other["request"]["postData"] = {"mimeType": "text/xml", "text": secret["xml"]}
    return [upload, other]
