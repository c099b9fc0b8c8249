"""Makes the web application: routes, pages, headers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header, Response
from fastapi.responses import JSONResponse

from core import wording
from gateway.account_api import account_routes
from gateway.account_requests_api import account_request_routes
from gateway.accounts_api import accounts_routes
from gateway.admin_api import admin_routes
from gateway.admin_problems import install_admin
from gateway.api import Json, citizen_routes
from gateway.cases_api import case_routes
from gateway.colleagues_api import colleague_routes
from gateway.enterprise_api import enterprise_routes
from gateway.headers import Headers
from gateway.items_api import item_routes
from gateway.limits import LimitRate
from gateway.lookups_api import lookup_routes
from gateway.observing.side import ObservingSide
from gateway.openapi import document_refusals
from gateway.openid_api import openid_routes
from gateway.origins import OwnPagesOnly
from gateway.pages.assembly import Bureau
from gateway.pages.routes import serve_pages
from gateway.parts import Parts
from gateway.policies_api import policy_routes
from gateway.popular_api import popular_routes
from gateway.problems import AddressIsText, BodyLimit, install, problem
from gateway.retention_api import retention_routes
from gateway.staff_api import staff_routes
from gateway.traditional_answers import TraditionalAnswers
from gateway.unmasking_api import unmasking_routes

TABLES_EVERY = 20.0  # seconds between two looks whether a table was imported

logger = logging.getLogger(__name__)


def make_app(parts: Parts, observing: ObservingSide, web_libraries: Path | None = None) -> FastAPI:
    """Return the application that serves these parts, and says how they are.

    `web_libraries` is where npm installed what pages use; None: they do without.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        await parts.admin.import_jobs.recover()
        watches = [
            asyncio.create_task(parts.readiness.watch(), name="readiness"),
            asyncio.create_task(parts.look_ups.follow(TABLES_EVERY), name="look-ups"),
            *(
                asyncio.create_task(chore.run(), name=chore.name)
                for chore in (
                    *parts.afterwards.chores,
                    *parts.desk.chores,
                    *parts.voice.chores,
                    *observing.chores,
                    *parts.together.chores,
                    *(parts.wechat.chores if parts.wechat is not None else ()),
                )
            ),
        ]
        try:
            yield
        finally:
            for watch in watches:
                watch.cancel()
                with suppress(asyncio.CancelledError):
                    await watch
            await parts.close()

    app = FastAPI(title="医保办事台", version="1", lifespan=lifespan, redoc_url=None, docs_url=None)
    document_refusals(app)
    install(app, hotline=parts.policies.office.hotline)
    install_admin(app, parts.admin.entries)
    app.add_middleware(BodyLimit)
    app.add_middleware(AddressIsText)
    app.add_middleware(
        LimitRate, limits=parts.citizens.limits, hotline=parts.policies.office.hotline
    )
    app.add_middleware(TraditionalAnswers)
    app.add_middleware(OwnPagesOnly, public_url=parts.policies.public_url)
    # The last is the outermost: what the others refuse has the headers, too.
    app.add_middleware(Headers, https=parts.staff.account.secure_cookies, tiles=parts.pages.tiles)

    @app.get("/healthz")
    async def alive() -> Json:
        """Tell that the process runs."""
        return {"status": "alive"}

    @app.get("/readyz", responses={503: {"description": "Starting; what is missing is named."}})
    async def ready() -> JSONResponse:
        """Tell whether citizens can be served, and what is missing."""
        missing = await parts.readiness.missing()
        if not missing:
            return JSONResponse({"status": "ready", "missing": []})
        return JSONResponse(
            {"status": "starting", "missing": missing, "detail": wording.NOT_READY}, 503
        )

    @app.post("/rasa/actions", include_in_schema=False)
    async def actions(body: Json, x_action_secret: Annotated[str, Header()] = "") -> Response:
        try:
            async with asyncio.timeout(parts.action_timeout):
                return JSONResponse(await parts.action_server.handle(x_action_secret, body))
        except TimeoutError:  # Rasa has given up, too; the citizen is answered without it
            logger.warning("an action took longer than %.1f s", parts.action_timeout)
            return problem(503, "engine-unavailable", wording.NOT_TAKEN_IN)
        except ValueError:
            return problem(400, "not-an-action-call", wording.BAD_REQUEST)

    for routes in (
        citizen_routes(parts.citizens),
        item_routes(parts.citizens.catalogue),
        case_routes(parts.afterwards.cases),
        unmasking_routes(parts.afterwards.cases),
        colleague_routes(parts.afterwards.cases.staff, parts.afterwards.cases.door),
        enterprise_routes(parts.afterwards.enterprise),
        retention_routes(parts.afterwards.retention),
        *parts.ratings.routes(),
        account_routes(parts.staff.account),
        openid_routes(parts.staff.account),
        accounts_routes(parts.staff.account.others),
        account_request_routes(parts.staff.account.others),
        staff_routes(parts.staff),
        popular_routes(parts.popular),
        policy_routes(parts.policies),
        *parts.voice.routes(),
        lookup_routes(parts.look_ups, parts.now, parts.afterwards.cases.calendar),
        *parts.personal.routes(),
        *parts.pages.routes(),
        *parts.desk.routes(),
        admin_routes(parts.admin),
        *observing.routes(),
        *(parts.wechat.routes() if parts.wechat is not None else ()),
    ):
        # include_router would build each of them a second time, for dependencies we give to none.
        app.router.routes.extend(routes.routes)

    office = parts.policies.office
    serve_pages(
        app,
        Bureau(office.bureau, office.hotline, office.hours),
        parts.citizens.catalogue,
        web_libraries,
        parts.pages.topics.topics,
        parts.pages.tiles,
    )
    return app
