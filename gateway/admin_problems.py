"""Turns the errors that tell editors more than a sentence into problem JSON."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from core import editorial_wording as wording
from core.errors import ChangedMeanwhile, NotReadyForReview, OpenAlready, RegressionFell
from core.store import EntryStore
from core.store.releases import split_id
from gateway.admin_json import entry_json
from gateway.problems import problem


def install_admin(app: FastAPI, entries: EntryStore) -> None:
    """Let these errors leave with what the editor needs to go on."""

    @app.exception_handler(ChangedMeanwhile)
    async def changed(request: Request, error: ChangedMeanwhile) -> JSONResponse:
        del request
        current = entry_json(await entries.entry(*split_id(error.entry)))
        return problem(409, "changed", wording.CHANGED, {"entry": current})

    @app.exception_handler(OpenAlready)
    async def open_already(request: Request, error: OpenAlready) -> JSONResponse:
        del request
        return problem(409, "open-already", wording.OPEN_ALREADY, {"open": error.entry})

    @app.exception_handler(NotReadyForReview)
    async def not_ready(request: Request, error: NotReadyForReview) -> JSONResponse:
        del request
        members = {"shortcomings": list(error.shortcomings)}
        return problem(422, "not-ready", wording.NOT_READY, members)

    @app.exception_handler(RegressionFell)
    async def fell(request: Request, error: RegressionFell) -> JSONResponse:
        del request
        members = {"report": dict(error.report)}
        return problem(409, "regression-fell", wording.REGRESSION_FELL, members)
