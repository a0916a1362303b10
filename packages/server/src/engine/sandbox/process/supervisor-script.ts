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
 *   run                 starts the command, in a mount namespace that receives our later mounts
 *   take FSTAB SIZE_MB  mounts what FSTAB names and resizes /tmp, then says "taken" or "failed"
 *   extension BYTES NAME  starts /opt/extensions/NAME as `run` does the command, with BYTES bytes of shell assignments
 *                       that follow as its environment. All come before "run".
 *
 * Whoever has started a program leaves the reading to a copy of itself and waits, so that process 1 waits as soon as
 * there is something to bury: orphans are its children, and a shell that waits buries whichever child ended (dash, bash
 * and busybox' ash do), one that reads does not. The dead would count towards the limit of processes. A start takes
 * 0.1 ms longer at the most, for the report of the command's pid: the command waits for one `fork` instead of two.
 *
 * Programs are of the scheduling class SCHED_BATCH: when an event wakes one, it takes no processor away from the platform,
 * which has more events to hand out (sched(7); 64 clients of a warm function: 13 to 19 % more invocations on two cores).
 * It is set while the program starts, so that nobody waits for it, and does without where there is no \`chrt\`.
 *
 *   command PID         the command's process as the platform's /proc numbers it, before it is the command
 *   own PID             another one of these shells
 *   entered             all processes are in the control group that is entered while the command starts; whoever forks
 *                       outside of it (this shell and its copy) has done so before
 *   exit STATUS NAME    the program's end; a command has no name
 *
 * Of a program that a signal ended the shell says "Killed" and the like: on no standard error of the function's.
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
tell() { cd -P /proc/self; echo "$1 \${PWD#/proc/}" >&5; cd /; unset OLDPWD; }
become() { exec unshare --mount --propagation slave --root="$root" --wd=/ -- setpriv $identity -- "$@" 4<&- 5>&-; }
enter() { for process in "$root"/proc/[0-9]*; do echo "\${process##*/}" > "$late"; done; echo entered >&5; }
extension() {
  become /bin/sh -c 'eval "$(cat <&9)"; exec 9<&-; exec "/opt/extensions/$1"' sh "$1" 3<&- 9<<END
$env
END
}
take() {
  if mount --all --fstab "$1" && { [ "$2" = 512 ] || mount --options-mode ignore -o "remount,nosuid,nodev,size=\${2}m" "$root/tmp"; }
  then echo taken >&5; else echo "failed mount" >&5; fi
}
detach() { exec 0</dev/null 1>&0 2>&0 3<&0; }
supervise() {
  while read -r verb first second <&4; do
    case $verb in
      take) take "$first" "$second"; continue ;;
      run) { tell command; become "$@"; } & ;;
      extension) env=$(head -c "$first" <&4); extension "$second" & ;;
    esac
    program=$!
    chrt --batch --pid 0 "$program" 2>/dev/null &
    { [ "$verb" != run ] || detach; tell own; supervise "$@"; } &
    detach; exec 4<&-
    [ "$late" = - ] || enter
    wait "$program"; echo "exit $? $second" >&5
    wait "$!"; exit
  done
  kill -KILL -1
}
supervise "$@"
`;

/**
 * Inside, as the function's own user: reads the environment as so many bytes of shell assignments from descriptor 3,
 * then becomes the command. Reading ahead loses nothing: the platform speaks again when the command has spoken.
 */
export const SECRET_ENV_SCRIPT = `eval "$(head -c "$1" <&3)"; [ "$2" = closed ] && exec 3<&-
cd "$LAMBDA_TASK_ROOT"; unset OLDPWD; shift 2; exec "$@"`;
