"""Starting the product: static files, web server, worker beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def serve(*, host: str, port: int, processes: int, with_worker: bool) -> int:
    """Migrate, collect static files, then run granian until a signal; the worker is a child that stops with it."""
    _prepare()
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stopping,))
    if with_worker:
        keeper.start()
    try:
        return _granian(host, port, processes)
    finally:
        stopping.set()
        if with_worker:
            keeper.join()


def _keep_worker(stopping: threading.Event) -> None:
    """Run a worker beside the web server, and another when it dies; at the end let it finish what it is at."""
    while not stopping.is_set():
        child = subprocess.Popen([sys.executable, "-m", "roadbook", "worker"])
        while child.poll() is None and not stopping.wait(0.5):
            pass
        if child.poll() is None:
            child.terminate()
            child.wait(timeout=60)
        stopping.wait(2)


def _granian(host: str, port: int, processes: int) -> int:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(processes), "--blocking-threads", "8", "--no-ws", "roadbook.config.wsgi:application"]
    server = subprocess.Popen(command)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: server.send_signal(signal.SIGINT))
    print(f"Roadbook: http://{host}:{port}", flush=True)
    return server.wait()


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadbook.config.settings")
    import django
    from django.core.management import call_command

    from . import translations

    translations.compile_stale()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def work() -> int:
    """The worker's loop, until SIGTERM or SIGINT."""
    from roadbook.kit import jobs

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    jobs.work(stop)
    return 0


def prepare_demo(*, fresh: bool, full: bool = False) -> None:
    """Make the demo book through the actions of the product, once, and give this run its password."""
    from django.core.management import call_command

    from . import demo

    _prepare()
    call_command("demo", fresh=fresh, full=full)
    password = demo.new_password()
    demo.set_passwords(password)
    os.environ["ROADBOOK_DEMO_PASSWORD"] = password
    print(f"Demo logins are listed on the sign-in page; password of this run: {password}", flush=True)
