# Runs an engine in namespaces of its own, started by start.mjs through world.sh. As it is the first process of its process
# namespace, the kernel ends everything in it, mounts nothing of it anywhere else, and frees it all when this ends: also
# when whoever started it was killed, as its standard input ends then.
#
# engine.sh ROOT RUN DATA NODE RELAY ADDRESSES COMMAND…
#   ROOT  where the engine is unpacked       RUN    folder for its socket and log, also outside; its name is that of cgroups
#   DATA  folder of its own, here and there  NODE RELAY ADDRESSES  program that brings each host:port in here
#
# A test may restart it: RUN/control takes lines, RUN/state says what came of them ("runs" or "stopped").
#   stop       asks it to end, as `service docker stop`      kill   kills it alone; the containers run on
#   power-off  kills all that runs, and forgets what a reboot forgets: all but the data folder
#   start      starts it again, on the same data folder
set -e
root=$1 run=$2 data=$3 node=$4 relay=$5 addresses=$6
shift 6
name=$(basename "$run")
busybox=$root/usr/bin/busybox

# A root of its own, not just a changed one: else what is run in a container later would see the machine's files.
# It lasts until its holder ends, with all that is mounted in it.
make_root() {
  unshare --mount sh -ec '
    mount -t tmpfs tmpfs "$1/run"
    mkdir "$1/run/hashike"
    mount --bind "$2" "$1/run/hashike"
    cd "$1"
    pivot_root . old
    exec /usr/bin/busybox sh -ec "umount -l /old; : >/run/hashike/made; exec sleep 2147483647"
  ' sh "$root" "$run" <"/dev/null" &
  holder=$!
  : <"$run/made"
}
inside() { nsenter --mount="$root/proc/$holder/ns/mnt" "$@"; }

start_helpers() {
  # shellcheck disable=SC2086 # several words
  "$node" "$relay" inside "$run" $addresses >>"$run/relay.log" 2>&1 </dev/null &
  # Ends when whoever started this closes it, or is no more.
  (cat <&3 >/dev/null; echo end >&4) &
}

start_engine() {
  (
    nsenter --mount="$root/proc/$holder/ns/mnt" "$@" >>"$run/engine.log" 2>&1 </dev/null &
    echo $! >"$run/engine.pid"
    code=0
    wait $! || code=$?
    echo "ended $code" >&4
  ) &
  echo runs >"$run/state"
}

remove_cgroups() {
  inside /usr/bin/busybox find /sys/fs/cgroup -depth -type d -path "*/$name*" -exec rmdir {} + 2>/dev/null || true
}

# As the cable to the world outside is plugged in before.
set_up_network() {
  inside ip link set lo up
  inside ip addr add 10.98.0.1/24 dev world0
  inside ip addr add fd98::1/64 dev world0 nodad
  inside ip link set world0 up
  inside ip route add default via 10.98.0.2
  # The interface may take a moment until it is ready for IPv6.
  inside ip route add default via fd98::2 dev world0 onlink
}

power_off() {
  # We are the first process here, the only one that this spares.
  kill -KILL -1
  # Also waits for who has no other parent any more.
  wait
  for link in $("$busybox" ip -o link | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p'); do
    [ "$link" = lo ] || [ "$link" = world0 ] || "$busybox" ip link del "$link" 2>/dev/null || true
  done
  start_helpers
  make_root
  inside nft flush ruleset
  remove_cgroups
}

# A mount point, and private: only such a one can become a root.
mount --bind "$root" "$root"
mount --make-private "$root"
mount -t proc proc "$root/proc"
# One that shows the interfaces of here.
mount -t sysfs sysfs "$root/sys"
mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
mount --rbind /dev "$root/dev"
# Paths of its data and of temporary files mean the same to the engine and to whoever asks it to mount them.
rm -rf "${data:?}"
mkdir -p "$root/old" "$data"
for shared in "$data" "$(dirname "$run")"; do
  mkdir -p "$root$shared"
  mount --rbind "$shared" "$root$shared"
done
mkfifo "$run/control" "$run/made"
# For reading and writing: it does not end when a writer does.
exec 3<&0 4<>"$run/control"
start_helpers
make_root
: <"$run/wired"
set_up_network
start_engine "$@"
stopping=
code=0
while read -r word code <&4; do
  case $word in
    stop) stopping=yes; kill "$(cat "$run/engine.pid")" ;;
    kill) stopping=yes; kill -KILL "$(cat "$run/engine.pid")" ;;
    power-off) power_off; echo stopped >"$run/state" ;;
    # Running any program also waits for dead processes whose parent is dead; the engine takes those for living ones.
    start) "$busybox" true; start_engine "$@" ;;
    end) stopping=end; kill "$(cat "$run/engine.pid")" 2>/dev/null || break ;;
    ended)
      [ "$stopping" = yes ] || break
      stopping=
      echo stopped >"$run/state"
      ;;
  esac
done
remove_cgroups
# It makes its data folder a mount point.
inside /usr/bin/busybox umount "$data" 2>/dev/null || true
umount -l "$root$data"
rm -rf "${data:?}"
# Its log is of use only when it failed.
[ "${code:-0}" != 0 ] || rm -rf "${run:?}"
exit "${code:-0}"
