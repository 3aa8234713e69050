"""gunicorn's settings, for bin/run and the container: `gunicorn --config deploy/gunicorn.py pam.wsgi`.

Two processes of four threads suit two cores; more of either are an environment variable away.
"""

import os

worker_class = "gthread"
workers = int(os.environ.get("PAM_WEB_PROCESSES", "2"))
threads = int(os.environ.get("PAM_WEB_THREADS", "4"))
# Loaded once and shared: half the time to the first page, and code that can't be loaded ends the server at
# once. Nothing opens a connection while it loads.
preload_app = True
timeout = 60
graceful_timeout = 8
# The nearest proxy keeps connections open; ours must outlive its idle ones.
keepalive = 75
# Heartbeat files belong in memory: a slow disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
