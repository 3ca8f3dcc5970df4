# The portal as production runs it: one image, started as web, events, worker, beat or migrate (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --no-deps --require-hashes -r /tmp/requirements.txt
WORKDIR /portal
COPY manage.py ./
COPY portal portal
COPY clearance clearance
COPY agencies agencies
COPY templates templates
COPY static static
COPY locale locale
# Texts and static files are part of the image; the values below only let the settings load.
RUN /venv/bin/python -m portal.catalogues \
 && DATABASE_URL=postgres://portal_app@nowhere/portal BROKER_URL=redis://nowhere:6379/0 \
    SECRET_KEY=only-while-the-image-is-built DEMO=1 STATIC_ROOT=/portal/staticfiles \
    /venv/bin/python manage.py collectstatic --noinput -v 0 \
 && /venv/bin/python -m compileall -q portal clearance agencies

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings STATIC_ROOT=/portal/staticfiles RUN_DIR=/nonexistent
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
USER portal
EXPOSE 8000
CMD ["gunicorn", "-c", "python:portal.serving", "portal.wsgi"]
