# Becomes process 1 of a systemd of its own. To be run by `unshare --pid --fork --mount …`, with a folder that is its own.
# Its units are those of Hashike and a few empty targets: nothing of the machine's own is started, stopped or mounted.
set -e
folder=$1
name=$2
for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  [ -e "$hierarchy/cgroup.procs" ] || continue
  mkdir -p "$hierarchy/$name"
  echo $$ > "$hierarchy/$name/cgroup.procs"
done
# It would mount one over the engine's socket itself.
mkdir -p "$folder/run"
mount --bind /run "$folder/run"
mount -t tmpfs -o mode=755 tmpfs /run
touch /run/docker.sock
mount --bind "$folder/run/docker.sock" /run/docker.sock
mkdir -p /etc/systemd/system /etc/hashike "$folder/units"
mount -t tmpfs -o mode=755 tmpfs /etc/systemd/system
mount -t tmpfs -o mode=755 tmpfs /etc/hashike
# It sets a few of the kernel's limits as it starts.
mount --bind /proc/sys /proc/sys
mount -o remount,ro,bind /proc/sys
for target in sysinit basic timers multi-user network-online shutdown; do
  printf '[Unit]\nDefaultDependencies=no\n' > "$folder/units/$target.target"
done
printf '[Unit]\nDefaultDependencies=no\nWants=basic.target timers.target multi-user.target\n' > "$folder/units/default.target"
export SYSTEMD_UNIT_PATH="/etc/systemd/system:$folder/units"
export SYSTEMD_GENERATOR_PATH="$folder/none" SYSTEMD_ENVIRONMENT_GENERATOR_PATH="$folder/none"
export container=hashike-test
exec /lib/systemd/systemd --system --unit=default.target --log-target=console --show-status=no
