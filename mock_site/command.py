"""The command line of the site: arguments in, exit code out."""

import argparse
import dataclasses
import os
import resource
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NoReturn

from mock_site.errors import ExitCode, SiteError, UsageError
from mock_site.harm.board import Board
from mock_site.layers import Layer
from mock_site.outside.metrics import Neighbour
from mock_site.process import neighbourhood, signals
from mock_site.process.listener import listener_on, url_of
from mock_site.process.neighbourhood import Neighbourhood
from mock_site.process.part import Part
from mock_site.process.supervisor import Supervisor
from mock_site.protection.options import add_options, defects_of, layers_of, terms_of
from mock_site.protection.rate_limits.scope import warnings
from mock_site.settings import DEFAULT_QUOTA, OTP_COST_RUPIAH, TARGET_KEY, WAVE, Preset, Settings
from mock_site.shared_file import shared_file
from mock_site.store.choice import prepare, served
from mock_site.worker import serve


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"arguments: {message}")


def main(arguments: Sequence[str]) -> int:
    """Run the site until it is told to stop, and give the exit code."""
    try:
        _run(parser().parse_args(arguments))
    except SiteError as error:
        sys.stderr.write(f"mock_site: {error}\n")
        return error.exit_code
    return ExitCode.DONE


def parser() -> argparse.ArgumentParser:
    """Give the parser of the site's arguments."""
    made = _Parser(
        prog="mock_site",
        description="A registration site to rehearse against. SITE_ADMIN_TOKEN in the environment"
        " is the bearer token of its admin calls, and SITE_TARGET_KEY the key with which it signs that"
        " it may be loaded.",
        allow_abbrev=False,
    )
    made.add_argument("--host", default="127.0.0.1", help="address to listen on")
    made.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    made.add_argument("--processes", type=int, default=1, help="worker processes")
    made.add_argument(
        "--store",
        default="",
        help="sqlite:///PATH, postgresql://DSN or postgresql+embedded://DIR; else a temporary one",
    )
    _add_seats(made)
    _add_costs(made)
    made.add_argument("--public-url", default="", help="of the site in e-mails; where it listens")
    made.add_argument(
        "--capacity-per-s",
        type=float,
        default=0.0,
        metavar="N",
        help="requests a second that it has room for, so that it can be overloaded; 0 for any number",
    )
    signals.add_arguments(made)
    neighbourhood.add_arguments(made)
    add_options(made)
    return made


def _add_seats(made: argparse.ArgumentParser) -> None:
    made.add_argument("--quota", type=int, default=DEFAULT_QUOTA, help="seats of a new store")
    made.add_argument(
        "--hold-s",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="hold a seat for so long until it is joined with; 0 gives it at once",
    )
    made.add_argument(
        "--draw",
        action="store_true",
        help="take applications, and draw seats by lot once joining has closed; not with --hold-s",
    )


def _add_costs(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--preset",
        choices=[preset.value for preset in Preset],
        default=Preset.REHEARSAL.value,
        help="cost of a password",
    )
    made.add_argument(
        "--otp-cost",
        type=float,
        default=OTP_COST_RUPIAH,
        metavar="RUPIAH",
        help="what each code costs that the post office takes, as /metrics adds it up (%(default)g)",
    )


def _run(options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mock_site-")))
        settings = _settings(options, scratch)
        server = stack.enter_context(served(settings.store, _log))
        _prepare_store(settings)
        Board(shared_file(settings, "harm")).heal()
        shared_file(settings, "stop").unlink(missing_ok=True)
        listener = stack.enter_context(listener_on(options.host, options.port))
        address = url_of(listener)
        neighbours = neighbourhood.neighbourhood(options, stack)
        settings = _addressed(settings, address, neighbours)
        metrics_folder = scratch / "metrics"
        metrics_folder.mkdir()
        _raise_open_files()
        worker = Part(
            name="worker",
            title="mock_site.worker",
            serve=partial(serve, settings, metrics_folder),
            listener=listener,
        )
        workers = [worker] * settings.processes
        begun_by = signals.undertakings(settings, options.power_back_s, workers, _log, server)
        level = settings.layers.level(Layer.SUPERVISION)
        Supervisor(neighbours.parts, workers, metrics_folder, _log, begun_by, level).run(
            lambda: _say(f"{neighbours.announcement()}mock_site listening on {address}")
        )


def _settings(options: argparse.Namespace, scratch: Path) -> Settings:
    if options.public_url and not neighbourhood.is_url(options.public_url):
        raise UsageError(f"public-url: is '{options.public_url}'; it must be a URL http://HOST[:PORT]")
    try:
        return Settings(
            store=options.store or f"sqlite:///{scratch}/site.db",
            quota=options.quota,
            processes=options.processes,
            preset=Preset(options.preset),
            admin_token=os.environ.get("SITE_ADMIN_TOKEN", ""),
            target_key=os.environ.get(TARGET_KEY, ""),
            public_url=options.public_url,
            time_scale=options.time_scale,
            rate_scale=options.rate_scale,
            test_mode=options.test_mode,
            layers=layers_of(options),
            terms=terms_of(options),
            defects=defects_of(options),
            shared_path=_shared_path(options.store, scratch),
            capacity_per_s=options.capacity_per_s,
            records_syncs=options.record_syncs,
            hold_s=options.hold_s,
            draws_lots=options.draw,
            otp_cost_rupiah=options.otp_cost,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _shared_path(store: str, scratch: Path) -> str:
    """Give where shared files are: beside a store that is a file, which then says so itself."""
    return "" if store.startswith("sqlite:///") else f"{scratch}/site"


def _addressed(settings: Settings, address: str, neighbours: Neighbourhood) -> Settings:
    called_at = neighbours.called_at
    return dataclasses.replace(
        settings,
        public_url=settings.public_url or address,
        registry_url=called_at[Neighbour.REGISTRY],
        post_office_url=called_at[Neighbour.POST_OFFICE],
        evaluator_url=called_at[Neighbour.EVALUATOR],
        inboxes_url=neighbours.inboxes_url(settings.public_url),
    )


def _prepare_store(settings: Settings) -> None:
    quota = prepare(
        settings.store, WAVE, settings.quota, settings.defects, draws_lots=settings.draws_lots
    )
    if quota != settings.quota:
        _log(f"store: has its own quota, {quota}, which stays; PUT /admin/wave changes it")
    for told in warnings(settings.store, settings.layers):
        _log(told)


def _raise_open_files() -> None:
    """Allow as many open connections as the system lets this process have."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _log(line: str) -> None:
    sys.stderr.write(f"mock_site: {line}\n")
    sys.stderr.flush()
