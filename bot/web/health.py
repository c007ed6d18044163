"""`/healthz` (the process lives), `/readyz` (Redis takes writes too), `/metrics` (Prometheus)."""

from flask import Blueprint, Response

from bot.errors import StoreDown
from bot.runtime import metrics
from bot.web.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    try:
        services().store.check()
    except StoreDown:
        return Response(
            "redis does not answer or takes no writes\n", status=503, mimetype="text/plain"
        )
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/metrics")
def numbers() -> Response:
    return Response(metrics.exposition(), mimetype="text/plain; version=0.0.4")
