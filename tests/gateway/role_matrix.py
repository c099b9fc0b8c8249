"""Says who may call which route of the gateway: one table, checked against the real routes."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.topic_files import read_topics
from tests.fakes.office import CATALOGUE, ITEMS

Json = dict[str, object]

# Who comes: each is signed in as one of these, or as nobody.
NOBODY = "nobody"
CITIZEN = "citizen"  # with the token of the conversation that the path names
OTHER = "another citizen"  # with the token of another conversation
EMPLOYER = "employer"  # an employer's system
RASA, PHONE = "rasa", "phone process"
DESK, KNOWLEDGE, SUPERVISE = "desk", "knowledge", "supervise"
SYSTEM, AUDIT, SECURITY = "system", "audit", "security"
OWING = "owing"  # has the desk's duty, and a password to change first

STAFF = frozenset({DESK, KNOWLEDGE, SUPERVISE, SYSTEM, AUDIT, SECURITY})
EVERYBODY = STAFF | {NOBODY, CITIZEN, OTHER, EMPLOYER, RASA, PHONE, OWING}

Who = frozenset[str]
ANYBODY: Who = EVERYBODY
OWNER: Who = frozenset({CITIZEN})
BEARER: Who = frozenset({CITIZEN, OTHER, EMPLOYER})  # judged by the object, which is not there
SIGNED_IN: Who = STAFF | {OWING}
AT_DESK: Who = frozenset({DESK})
EDITOR: Who = frozenset({KNOWLEDGE})
SUPERVISOR: Who = frozenset({SUPERVISE})
ADMINISTRATOR: Who = frozenset({SECURITY, SYSTEM})
WATCHER: Who = frozenset({SUPERVISE, SYSTEM})


@dataclass(frozen=True, slots=True)
class Route:
    """Be one route and who may call it."""

    method: str  # WS: a WebSocket
    path: str
    who: Who
    body: Json = field(default_factory=dict)  # good enough to come as far as the check


def _of(who: Who, prefix: str, *routes: str, **bodies: Json) -> tuple[Route, ...]:
    """Read routes written as "METHOD /path"; `bodies` by the last word of their path."""
    read = []
    for line in routes:
        method, _, path = line.partition(" ")
        word = path.rstrip("}").rpartition("/")[2].replace("-", "_")
        body = bodies.get(word, {}) if method in {"POST", "PUT", "PATCH"} else {}
        read.append(Route(method, prefix + path, who, body))
    return tuple(read)


TOPICS = read_topics(ITEMS, CATALOGUE)
TALK = "/api/v1/conversations/{conversation_id}"
V1, DESK_API, STAFF_API = "/api/v1", "/api/v1/desk", "/api/v1/staff"
ADMIN, ACCOUNTS = "/api/v1/admin", "/api/v1/accounts"
SOON = "2026-12-22T10:00:00+08:00"

ROUTES: tuple[Route, ...] = (
    *_of(
        ANYBODY,
        "",
        *(
            f"GET {page}"
            for page in ("/", "/chat", "/desk", "/call", "/cases", "/admin", "/admin/health")
        ),
        *("GET /admin/staff", "GET /admin/board", "GET /policies", "GET /static/vendor/{name}"),
        *("GET /places", "GET /mine", "GET /progress", "GET /kiosk", "GET /print/slip"),
        *("GET /print/items/{code}", "GET /print/receipts/{number}"),
        *("GET /topics", *(f"GET /topics/{topic.code}" for topic in TOPICS)),
        *("GET /openapi.json", "GET /healthz", "GET /readyz"),
        "GET /metrics",  # to whom is near; test_metrics.py comes from elsewhere
        *("GET /identity/return", "POST /identity/return"),
        *("GET /my-copy/{code}", "POST /my-copy/{code}"),  # to whoever was given the code
    ),
    *_of(
        ANYBODY,
        V1,
        *("GET /info", "POST /conversations", "GET /knowledge/search", "GET /items"),
        *("GET /items/{code}", "GET /items/{code}/unified", "POST /complaints"),
        *("GET /popular", "GET /policies", "GET /policies/{document_id}"),
        *("GET /policies/{document_id}/leaflet.pdf", "GET /knowledge/entries/{entry_id}"),
        "GET /knowledge/entries/{entry_id}/leaflet.pdf",
        *("GET /voice", "GET /knowledge/entries/{entry_id}/speech", "GET /pages/{page}/speech"),
        *(f"GET /lookups/{of}" for of in ("drugs", "consumables", "places", "areas", "items-at")),
        *("GET /topics", "GET /topics/{code}", "GET /print/items/{code}", "POST /print/slips"),
        *("GET /call-back-slots", "GET /teams", "GET /notice", "POST /calls/enter"),
        "POST /enterprise/token",
        complaints={"text": "窗口排队太久"},
        slips={"code": "123456"},
    ),
    *_of(
        OWNER,
        TALK,
        *(
            "POST /messages",
            "PATCH ",
            "GET /transcript",
            "GET /preferences",
            "POST /feedback",
            "POST /code",
            "GET /applications",
        ),
        *("POST /photos", "POST /identity", "GET /identity", "DELETE /identity", "GET /me"),
        *("GET /me/looks", "POST /progress"),
        *("GET /delegations", "DELETE /delegations/{delegation_id}"),
        *("GET /own-data", "GET /own-data/requests", "POST /own-data/requests"),
        *("POST /call-backs", "GET /call-backs", "DELETE /call-backs/{number}"),
        *("POST /queue", "GET /queue", "DELETE /queue", "POST /queue/call-back", "POST /call"),
        *("WS /stream", "WS /voice"),
        messages={"text": "你好"},
        feedback={"seq": 1, "useful": True},
        call_backs={"phone": "13800138000", "starts": SOON},
        call_back={"phone": "13800138000"},
        requests={"right": "withdraw"},
        progress={"number": "20261122000018", "tail": "0000"},
    ),
    *_of(OWNER | AT_DESK, TALK, "GET /photos"),
    *_of(BEARER | AT_DESK, V1, "GET /applications/{number}", "GET /photos/{photo_id}"),
    *_of(
        BEARER,
        V1,
        *("POST /applications/{number}/rating", "GET /applications/{number}/rating"),
        *("GET /remarks/{number}", "DELETE /photos/{photo_id}", "GET /print/receipts/{number}"),
        rating={"level": 5},
    ),
    # A seat is taken with a session of its own, or by the agent of the call; without either, 401.
    *_of(
        BEARER | STAFF,
        f"{V1}/calls/{{call_id}}",
        *("POST /links", "GET /ice", "WS /stream"),
        links={"role": "family", "name": "女儿"},
    ),
    *_of(BEARER, f"{V1}/calls/{{call_id}}", "POST /photos"),
    *_of(
        AT_DESK,
        DESK_API,
        *("GET /applications", "GET /applications/{number}", "GET /colleagues"),
        *(
            f"POST /applications/{{number}}/{act}"
            for act in ("take", "transfer", "review", "papers", "approve", "reject", "unmask")
        ),
        *("GET /rectifications", "GET /rectifications/{number}"),
        *(
            f"POST /rectifications/{{number}}/{act}"
            for act in ("take", "fix", "call", "close", "reopen")
        ),
        *("GET /ratings/summary", "GET /remarks", "POST /remarks/{number}/answer"),
        *("POST /remarks/{number}/rectification", "POST /remarks/{number}/unmask"),
        *("POST /delegations", "GET /delegations", "DELETE /delegations/{delegation_id}"),
        *("GET /own-data", "GET /own-data/{number}", "POST /own-data/{number}/answer"),
        "GET /call-backs",
        *(f"POST /call-backs/{{number}}/{act}" for act in ("take", "reached", "missed", "note")),
    ),
    *_of(
        AT_DESK,
        STAFF_API,
        *("GET /tickets", "GET /forbidden-words", "WS /stream"),
        *(
            f"POST /tickets/{{ticket_id}}/{act}"
            for act in ("accept", "messages", "close", "decline", "transfer", "call")
        ),
        *("PUT /tickets/{ticket_id}/note", "GET /tickets/{ticket_id}/hand-ons"),
        *("GET /presence", "PUT /presence", "GET /teams"),
        *("POST /calls/{call_id}/end", "POST /calls/{call_id}/transfer"),
    ),
    *_of(
        SUPERVISOR,
        STAFF_API,
        *("PUT /notice", "DELETE /notice", "PUT /teams/{team_id}", "DELETE /teams/{team_id}"),
        *("GET /calls", "POST /calls/{call_id}/attend"),
    ),
    *_of(
        EDITOR,
        ADMIN,
        *("GET /documents", "POST /documents", "GET /documents/{document_id}"),
        *("PATCH /documents/{document_id}", "POST /imports", "GET /imports"),
        *("GET /imports/{import_id}", "GET /entries", "POST /entries"),
        *("GET /entries/{key}/history", "POST /entries/{key}/draft"),
        *("GET /entries/{key}/{version}", "PATCH /entries/{key}/{version}"),
        *(
            f"POST /entries/{{key}}/{{version}}/{act}"
            for act in (
                *("doubts/resolve", "flags/accept", "submit", "approve", "return", "discard"),
            )
        ),
        *("GET /entries/{key}/{version}/diff", "POST /regression", "POST /releases"),
        *("GET /releases", "POST /releases/{number}/rollback", "POST /withdrawals"),
        *("GET /gaps", "PATCH /gaps/{gap_id}", "POST /gaps/{gap_id}/draft", "GET /staff"),
        *("POST /hit-test", "POST /hit-test/batch"),
    ),
    *_of(WATCHER, ADMIN, "GET /health"),
    *_of(SUPERVISOR, ADMIN, "GET /board", "GET /board.csv"),
    # Signing in and out is anybody's; one's own account is open also to who owes a password.
    *_of(
        ANYBODY,
        STAFF_API,
        *("POST /session", "DELETE /session", "GET /openid", "POST /openid"),
        *("GET /openid/return", "GET /openid/left", "POST /openid/code"),
    ),
    *_of(
        SIGNED_IN,
        STAFF_API,
        *("POST /session/active", "GET /me", "PUT /me/password", "POST /me/code/removal"),
        *("POST /stream-ticket", "DELETE /sessions"),
        password={"old": "not this one", "new": "nor this one"},
        removal={"password": "not this one"},
    ),
    *_of(SIGNED_IN, STAFF_API, "POST /me/code", code={"password": "not this one"}),
    *_of(SIGNED_IN, STAFF_API, "PUT /me/code", code={"code": "000000"}),
    *_of(
        ADMINISTRATOR,
        ACCOUNTS,
        *("GET ", "POST ", "PUT /{name}/display-name", "PUT /{name}/duties"),
        *(f"POST /{{name}}/{act}" for act in ("reset", "code-removal", "unlock", "sign-out")),
        *("POST /{name}/close", "POST /{name}/reopen"),
        *("GET /requests", "POST /requests/{request_id}/approve"),
        "POST /requests/{request_id}/refuse",
        duties={"duties": ["desk"]},
        display_name={"display_name": "周工"},
    ),
    *_of(
        ADMINISTRATOR,
        f"{V1}/retention",
        *("GET ", "POST /requests", "POST /requests/{request_id}/approve"),
        "POST /requests/{request_id}/refuse",
        requests={"chats": 90, "drafts": 90, "photos": 90, "recordings": 30},
    ),
    *_of(
        frozenset({EMPLOYER}),
        f"{V1}/enterprise",
        *("POST /batches", "GET /batches/{batch_id}", "PUT /webhook", "GET /deliveries"),
        batches={"kind": "join", "rows": []},
        webhook={"url": None},
    ),
    *_of(frozenset({RASA}), "", "POST /rasa/actions"),
    *_of(
        frozenset({PHONE}),
        "/phone/calls",
        *(
            "GET /answers",
            "GET /recordings",
            "PUT /line",
            "POST ",
            "PATCH /{conversation_id}",
            "POST /{conversation_id}/end",
        ),
        *("GET /{conversation_id}/slots", "POST /{conversation_id}/call-backs"),
    ),
)
