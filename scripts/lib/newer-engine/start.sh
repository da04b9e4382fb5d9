# Runs an engine in namespaces of its own, started by start.mjs. As it is the first process of its process namespace,
# the kernel ends everything in it, mounts nothing of it anywhere else, and frees it all when this ends: also when
# whoever started it was killed, as its standard input ends then.
#
# start.sh ROOT RUN STORE REGISTRY NODE RELAY
#   ROOT  where the engine is unpacked       RUN    folder for its socket and log, also outside
#   STORE name of its data folder            NODE RELAY, REGISTRY  program that brings host:port in here
set -e
root=$1 run=$2 store=$3 registry=$4 node=$5 relay=$6
busybox=$root/usr/bin/busybox
inside() { chroot "$root" /usr/bin/busybox "$@"; }

# A mount point, and private: the engine's own helpers pivot into what they unpack, which fails on any other.
mount --bind "$root" "$root"
mount --make-private "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir "$root/run/hashike"
mount --bind "$run" "$root/run/hashike"

"$busybox" ip link set lo up
"$node" "$relay" inside "$registry" "$run/registry.sock" >"$run/relay.log" 2>&1 </dev/null &

rm -rf "${root:?}/data/$store"
exec 3<&0
chroot "$root" /usr/sbin/dockerd --config-file /run/hashike/daemon.json >"$run/dockerd.log" 2>&1 </dev/null &
engine=$!
# Ends when whoever started this closes it, or is no more.
(cat <&3 >/dev/null; kill "$engine") &
wait "$engine" || code=$?
# It makes its data folder a mount point.
umount "$root/data/$store" 2>/dev/null || true
rm -rf "${root:?}/data/$store"
inside find /sys/fs/cgroup -depth -type d -path "*/hashike-$store*" -exec rmdir {} + 2>/dev/null || true
# Its log is of use only when it failed.
[ -n "${code:-}" ] || rm -rf "${run:?}"
exit "${code:-0}"
