"""Paths: where a person goes to do each step."""

from collections.abc import Mapping
from types import MappingProxyType

from mock_site.store.progress import Step

PROGRESS_PATH = "/me"
CHECK_EMAIL_PATH = "/accounts/verify-email/resend"
LOG_IN_PATH = "/sessions"
STEP_PATHS: Mapping[Step, str] = MappingProxyType(
    {
        Step.EMAIL: CHECK_EMAIL_PATH,
        Step.IDENTITY: "/identity",
        Step.PROFILE: "/profile",
        Step.DOCUMENTS: "/documents",
        Step.PHONE: "/phone",
        Step.ASSESSMENT: "/assessment",
    }
)
