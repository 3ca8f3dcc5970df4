"""The worker: never trusted with truth. Each value was found by breaking things (design notes, stack section 3)."""

from portal.settings.environment import redis, seconds

SWEEP_SECONDS = seconds("SWEEP_SECONDS", 2, least=0.2, most=3600)
# What is due is left to its wake-up for this long before the sweeper takes it.
SWEEP_GRACE_SECONDS = seconds("SWEEP_GRACE_SECONDS", 3, least=0, most=3600)
# How long an officer may take back a decision made on the pages; 0 decides at once. The API always does.
UNDO_SECONDS = seconds("UNDO_SECONDS", 10, least=0, most=60)
SWEEP_LATE_SECONDS = max(30.0, 10 * SWEEP_SECONDS)

CELERY_BROKER_URL = redis("BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_EVENT_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
# False: with True a task that kills its worker is handed out again for ever; the sweeper repairs instead.
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TIMEZONE = "UTC"
CELERY_DB_REUSE_MAX = 100_000
CELERY_TASK_ALWAYS_EAGER = False
PRUNE_SECONDS = 900.0
CELERY_BEAT_SCHEDULE = {
    # A sweep not begun within its own interval is worthless: the next one does the same.
    "sweep": {
        "task": "clearance.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": max(2.0, 2 * SWEEP_SECONDS)},
    },
    "carry_out": {
        "task": "clearance.worklist.tasks.carry_out",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": max(2.0, 2 * SWEEP_SECONDS)},
    },
    "prune": {"task": "portal.tasks.prune", "schedule": PRUNE_SECONDS, "options": {"expires": PRUNE_SECONDS / 2}},
}
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # the schedule is this page; nothing to keep in a file
