/**
 * What to build when Docker Hub cannot be reached: stand-ins from Debian's packages that behave like the originals
 * where a user looks. As data, so that a recipe's hash tells whether an image was built from it.
 *
 * @typedef {object} Recipe
 * @property {string} name as in `docker pull`
 * @property {string[]} packages of Debian; the libraries they need are found from them
 * @property {string[]} programs paths of programs from the packages, copied with their shared libraries
 * @property {string[]} [copied] paths of other files from the packages
 * @property {Record<string, string>} [scripts] executable text files
 * @property {Record<string, string>} [texts] other text files
 * @property {Record<string, string>} [links] symbolic links: path to target
 * @property {Record<string, {mode?: number, uid?: number, gid?: number}>} [folders] that differ from root's 0755
 * @property {string[]} [users] lines of /etc/passwd besides root's
 * @property {string[]} [groups] lines of /etc/group besides root's
 * @property {{variable: string, package: string}} [version] environment variable that tells a package's version
 * @property {object} config of the image, as in the OCI image specification
 */

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** @type {Recipe} */
export const busybox = {
  name: "hashike-test/busybox:1",
  packages: ["busybox-static"],
  programs: ["bin/busybox"],
  config: { Cmd: ["sh"], Env: [path] },
};

/** @type {Recipe} */
export const nginx = {
  name: "nginx:alpine-slim",
  packages: ["busybox-static", "nginx", "nginx-common"],
  programs: ["bin/busybox", "usr/sbin/nginx"],
  copied: ["etc/nginx/mime.types", "usr/share/nginx/html/index.html"],
  scripts: {
    "docker-entrypoint.sh": `#!/bin/sh
set -e
exec "$@"
`,
  },
  texts: {
    "etc/nginx/nginx.conf": `user nginx;
worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events {
  worker_connections 1024;
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log;
  sendfile on;
  keepalive_timeout 65;
  include /etc/nginx/conf.d/*.conf;
}
`,
    "etc/nginx/conf.d/default.conf": `server {
  listen 80;
  server_name localhost;
  location / {
    root /usr/share/nginx/html;
    index index.html index.htm;
  }
}
`,
  },
  links: { "var/log/nginx/access.log": "/dev/stdout", "var/log/nginx/error.log": "/dev/stderr" },
  folders: { "var/lib/nginx": {} },
  users: ["nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin"],
  groups: ["nginx:x:101:"],
  version: { variable: "NGINX_VERSION", package: "nginx" },
  config: {
    Entrypoint: ["/docker-entrypoint.sh"],
    Cmd: ["nginx", "-g", "daemon off;"],
    Env: [path],
    ExposedPorts: { "80/tcp": {} },
    StopSignal: "SIGQUIT",
  },
};

/** @type {Recipe} */
export const redis = {
  name: "redis:alpine",
  packages: ["busybox-static", "redis-server", "redis-tools"],
  programs: ["bin/busybox", "usr/bin/redis-server", "usr/bin/redis-cli"],
  scripts: {
    // As the original's: started as root, it hands /data to redis and goes on as that user. Other containers could
    // not connect in protected mode, which Debian's build has on.
    "usr/local/bin/docker-entrypoint.sh": `#!/bin/sh
set -e
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
  set -- redis-server "$@"
fi
if [ "$1" = redis-server ]; then
  shift
  set -- "$@" --protected-mode no
  if [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis {} +
    exec start-stop-daemon -S -c redis:redis -x /usr/bin/redis-server -- "$@"
  fi
  exec redis-server "$@"
fi
exec "$@"
`,
  },
  folders: { data: { uid: 999, gid: 1000 } },
  users: ["redis:x:999:1000::/home/redis:/sbin/nologin"],
  groups: ["redis:x:1000:"],
  version: { variable: "REDIS_VERSION", package: "redis-server" },
  config: {
    Entrypoint: ["docker-entrypoint.sh"],
    Cmd: ["redis-server"],
    Env: [path],
    ExposedPorts: { "6379/tcp": {} },
    Volumes: { "/data": {} },
    WorkingDir: "/data",
  },
};
