/**
 * Enters the control groups (an own shell, because only a process that enters by itself cannot fork before it is
 * inside), then becomes the command. Arguments: how many entrances, the entrances, the command.
 */
export const LAUNCH_SCRIPT = `n=$1; shift
while [ "$n" -gt 0 ]; do echo 0 > "$1" || exit 120; shift; n=$((n - 1)); done
exec "$@"
`;

/**
 * Process 1 of the sandbox's PID namespace: when it ends, the kernel ends all others. Descriptor 4 brings commands,
 * one a line, and its end means that the platform is gone; descriptor 5 reports.
 *
 *   run                 starts the command, in a mount namespace that receives our later mounts; later "exit STATUS",
 *                       and "entered" when all processes are in the group that is entered late
 *   take FSTAB SIZE_MB  mounts what FSTAB names and resizes /tmp, then says "taken" or "failed"
 *
 *   extension BYTES NAME  starts /opt/extensions/NAME in the same way, with BYTES bytes of shell assignments that
 *                       follow as its environment; later "extension STATUS NAME". All come before "run".
 *
 * Of a command that a signal ended the shell says "Killed" and the like: on no standard error of the function's.
 * /tmp is resized without its present options (`--options-mode ignore`): in a user namespace they name host user ids.
 * Descriptors 6 and 7 may have brought it into an earlier sandbox's namespaces: nothing inside keeps them.
 * Arguments: root directory, fstab of the empty sandbox (`-`: another was here and left all but /proc), process limit (0: none), setpriv options,
 * late entrance (`-`: none), how many other entrances, those, command.
 */
export const SUPERVISOR_SCRIPT = `root=$1; fstab=$2; nproc=$3; identity=$4; late=$5; n=$6; shift 6
exec 6<&- 7<&-
while [ "$n" -gt 0 ]; do echo 0 > "$1" || exit 120; shift; n=$((n - 1)); done
if [ "$fstab" = - ]; then mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
else mount --all --fstab "$fstab"; fi || { echo "failed mount" >&5; exit 121; }
ulimit -c 0; ulimit -n 1024
[ "$nproc" -gt 0 ] && ulimit -p "$nproc"
enter() { for process in "$root"/proc/[0-9]*; do echo "\${process##*/}" > "$late"; done; echo entered >&5; }
run() {
  ( exec 6>&2 2>/dev/null
    unshare --mount --propagation slave --root="$root" --wd=/ -- setpriv $identity -- "$@" 2>&6 4<&- 5>&- 6>&- &
    command=$!; [ "$late" = - ] || enter
    wait "$command"; echo "exit $?" >&5 ) &
  exec 0</dev/null 1>&0 2>&0 3<&0
}
extension() {
  env=$(head -c "$1" <&4)
  ( exec 6>&2 2>/dev/null
    unshare --mount --propagation slave --root="$root" --wd=/ -- setpriv $identity -- \
      /bin/sh -c 'eval "$(cat <&9)"; exec 9<&-; exec "/opt/extensions/$1"' sh "$2" 2>&6 3<&- 4<&- 5>&- 6>&- 9<<END &
$env
END
    wait $!; echo "extension $? $2" >&5 ) &
}
while read -r verb first second <&4; do
  case $verb in
    run) run "$@" ;;
    extension) extension "$first" "$second" ;;
    take)
      fstab=$first; size=$second
      if mount --all --fstab "$fstab" && { [ "$size" = 512 ] || mount --options-mode ignore -o "remount,nosuid,nodev,size=\${size}m" "$root/tmp"; }
      then echo taken >&5; else echo "failed mount" >&5; fi ;;
  esac
done
`;

/**
 * Inside, as the function's own user: reads the environment as so many bytes of shell assignments from descriptor 3,
 * then becomes the command. Reading ahead loses nothing: the platform speaks again when the command has spoken.
 */
export const SECRET_ENV_SCRIPT = `eval "$(head -c "$1" <&3)"; [ "$2" = closed ] && exec 3<&-
cd "$LAMBDA_TASK_ROOT"; unset OLDPWD; shift 2; exec "$@"`;
