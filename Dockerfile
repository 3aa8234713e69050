# pam as it is deployed: `app` is the web server, the workers, the clock and the migration; `proxy` is the
# way in, with the static files. docker-compose.yml says which is which.

FROM python:3.11-slim-bookworm AS app
# What WeasyPrint loads to make minutes, and the database's programs for backups: Debian's own are older than the
# server, so they come from where the server's image has its own (its list of packages and their key).
COPY --from=postgres:18-bookworm /usr/local/share/keyrings/postgres.gpg.asc /usr/local/share/keyrings/
COPY --from=postgres:18-bookworm /etc/apt/sources.list.d/pgdg.list /etc/apt/sources.list.d/
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
       postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin pam \
    && install -d -o pam -g pam -m 700 /media/pam
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=pam.settings PAM_MODE=production \
    PAM_MEDIA_ROOT=/media/pam PAM_STATIC_ROOT=/app/static-files
WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
# Settings insist on their production variables; collecting files uses none of these values.
RUN SECRET_KEY=5b0e8f6f1b2a4f8d9c7e1a3d5f7b9c1e2d4f6a8b DATABASE_URL=postgres://unused REDIS_URL=redis://unused \
    PAM_PUBLIC_URL=https://unused.example EMAIL_URL=smtp://unused.example DEFAULT_FROM_EMAIL=unused@unused.example \
    PAM_MFA_KEYS=unused-unused-unused-unused-unused PAM_LOG_KEY=unused-unused-unused-unused-unused-too \
    PAM_LOG_ANCHOR_MAIL=unused@unused.example \
    python manage.py collectstatic --noinput \
    && python -m compileall -q pam ocg pvp places meetings
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", "0.0.0.0:8000", "pam.wsgi"]

FROM caddy:2.10-alpine AS proxy
# It listens above 1024, so it needs neither root nor the capability that its file carries.
RUN setcap -r /usr/bin/caddy && chown -R 10001:10001 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
COPY --from=app /app/static-files /srv/static
USER 10001:10001
