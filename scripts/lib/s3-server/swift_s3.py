"""OpenStack Swift with its S3 API in one process, for tests: `swift_s3.py FOLDER`.

Everything is below FOLDER: configuration, rings and data. Swift listens on a free port of 127.0.0.1, and when it
answers, FOLDER/endpoint holds its URL. Signatures are checked: access key test:tester, secret key testing.
It ends by itself when FOLDER is removed.
"""

import os
import sys

FOLDER = os.path.abspath(sys.argv[1])
DEVICE = "d1"

# Swift reads this file while it is imported, and looks for it in /etc/swift unless told otherwise before that.
from swift.common import utils  # noqa: E402

utils.SWIFT_CONF_FILE = os.path.join(FOLDER, "swift.conf")

import eventlet  # noqa: E402

utils.eventlet_monkey_patch()

from eventlet import wsgi as eventlet_wsgi  # noqa: E402
from swift.common import storage_policy, wsgi  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

# tempauth and the proxy want a cache; without a memcached they work all the same, only slower.
PROXY = """
[pipeline:main]
pipeline = catch_errors proxy-logging cache s3api tempauth slo dlo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:proxy-logging]
use = egg:swift#proxy_logging

[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1

[filter:s3api]
use = egg:swift#s3api
location = us-east-1
storage_domain = s3.test

[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo
"""

STORAGE = """
[pipeline:main]
pipeline = {name}-server

[app:{name}-server]
use = egg:swift#{name}
"""


def write(name, text):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8") as file:
        file.write(text)


def listen():
    return eventlet.listen(("127.0.0.1", 0), backlog=512)


def defaults(port):
    return f"""
[DEFAULT]
swift_dir = {FOLDER}
devices = {FOLDER}/devices
mount_check = false
fallocate_reserve = 0
bind_ip = 127.0.0.1
bind_port = {port}
log_level = ERROR
log_address = /nonexistent
"""


def save_ring(name, port):
    """One replica on one device: the smallest ring there is."""
    builder = RingBuilder(part_power=3, replicas=1, min_part_hours=0)
    address = {"ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port}
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "device": DEVICE, "meta": "", **address})
    builder.rebalance()
    builder.get_ring().save(os.path.join(FOLDER, f"{name}.ring.gz"))


def serve(name, socket):
    config = os.path.join(FOLDER, f"{name}-server.conf")
    app = wsgi.loadapp(config, global_conf={"log_name": name}, allow_modify_pipeline=name == "proxy")
    eventlet.spawn(
        eventlet_wsgi.server,
        socket,
        app,
        open(os.devnull, "w", encoding="utf-8"),
        custom_pool=eventlet.GreenPool(256),
        protocol=wsgi.SwiftHttpProtocol,
        capitalize_response_headers=False,
        log_output=False,
    )


def main():
    os.makedirs(os.path.join(FOLDER, "devices", DEVICE), exist_ok=True)
    policy = "[storage-policy:0]\nname = only\ndefault = yes\n"
    write("swift.conf", f"[swift-hash]\nswift_hash_path_suffix = test\n\n{policy}")
    storage_policy.reload_storage_policies()

    sockets = {name: listen() for name in ("object", "container", "account", "proxy")}
    for name, socket in sockets.items():
        port = socket.getsockname()[1]
        if name == "proxy":
            write("proxy-server.conf", defaults(port) + PROXY)
        else:
            save_ring(name, port)
            write(f"{name}-server.conf", defaults(port) + STORAGE.format(name=name))
    for name, socket in sockets.items():
        serve(name, socket)

    endpoint = os.path.join(FOLDER, "endpoint")
    write("endpoint.new", f"http://127.0.0.1:{sockets['proxy'].getsockname()[1]}\n")
    os.rename(f"{endpoint}.new", endpoint)
    while os.path.exists(endpoint):
        eventlet.sleep(5)


main()
