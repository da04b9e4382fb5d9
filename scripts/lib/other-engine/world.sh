# The world outside of an engine: the network namespace that this runs in, with the engine's on the other end of a cable.
# There the engine is 10.98.0.1 and fd98::1. It has a mount namespace, too, and ends with the engine.
#
# world.sh ROOT RUN …   all as for engine.sh, which runs in more namespaces
set -e
root=$1 run=$2
here=$(dirname "$0")
ip() { chroot "$root" ip "$@"; }
namespace() { readlink "/proc/$1/ns/net"; }

# ip looks up whose namespaces there are.
mount --rbind /proc "$root/proc"
mkfifo "$run/wired"
exec 3<&0
setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child sh "$here/engine.sh" "$@" <&3 &
inside=$!
exec 3<&-
while [ "$(namespace "$inside")" = "$(namespace self)" ]; do sleep 0.02; done

ip link set lo up
ip link add world0 type veth peer name world0 netns "$inside"
ip addr add 10.98.0.2/24 dev world0
ip addr add fd98::2/64 dev world0 nodad
ip link set world0 up
echo "$inside" >"$run/inside.pid"
: >"$run/wired"
wait "$inside"
