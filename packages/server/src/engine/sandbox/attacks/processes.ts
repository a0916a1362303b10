import { type Attack, EVERYWHERE, failed, ISOLATED } from './attack.ts';

/** Attacks on processes and on what the kernel lets them do. */
export const PROCESS_ATTACKS: readonly Attack[] = [
  {
    title: 'a function sees no process but its own',
    source: 'return pids().length',
    succeeded: (answer) => (answer as number) > 8,
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot read the environment or the credentials of another',
    source: `return pids().filter((pid) => String(look(() => fs.readFileSync('/proc/' + pid + '/environ', 'latin1'))).includes(t.secret)).length`,
    succeeded: (answer) => answer !== 0,
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot read the memory of another or of the platform',
    source: `return [t.victimPid, t.platformPid, 1].map((pid) => look(() => fs.closeSync(fs.openSync('/proc/' + pid + '/mem', 'r'))))`,
    succeeded: (answer) => (answer as unknown[]).some((found) => !failed(found)),
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot signal another or the platform',
    source: `return [t.victimPid, t.platformPid].map((pid) => look(() => process.kill(pid, 0)))`,
    succeeded: (answer) => (answer as unknown[]).some((found) => !failed(found)),
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function has no variable of the platform’s',
    source: `return process.env.HEARTH_PLATFORM_SECRET ?? 'error none'`,
    succeeded: (answer) => !failed(answer),
    held: EVERYWHERE,
    triedElsewhere: false,
  },
  {
    title: 'a function has no privileges, and no setuid program gives it new ones',
    source: `const status = fs.readFileSync('/proc/self/status', 'utf8'); return [/CapEff:\\s*(\\w+)/.exec(status)[1], /CapBnd:\\s*(\\w+)/.exec(status)[1], /NoNewPrivs:\\s*(\\d)/.exec(status)[1]].join(' ')`,
    succeeded: (answer) => answer !== '0000000000000000 0000000000000000 1',
    held: ISOLATED,
    triedElsewhere: false,
  },
  {
    title: 'a function cannot mount, make namespaces or change the kernel’s settings',
    source: `const run = (...line) => spawnSync(line[0], line.slice(1)).status === 0;
      const place = fs.mkdtempSync('/tmp/mine-');
      return [run('mount', '-t', 'tmpfs', 'none', place) && 'mount', run('unshare', '--user', '--map-root-user', 'true') && 'unshare',
        run('nsenter', '--target', '1', '--mount', 'true') && 'nsenter', run('chroot', '/', 'true') && 'chroot',
        run('mknod', place + '/null', 'c', '1', '3') && 'mknod'].filter(Boolean)`,
    succeeded: (answer) => (answer as string[]).length > 0,
    held: ISOLATED,
    triedElsewhere: false,
  },
  {
    title: 'a function cannot reach the shared memory and queues of others',
    source: `return fs.readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\\n').length - 1`,
    succeeded: (answer) => answer !== 0,
    held: ISOLATED,
    triedElsewhere: false,
  },
  {
    title: 'a function cannot reach the descriptors by which the platform steers its sandbox',
    source: `const places = pids().filter((pid) => pid !== process.pid).map((pid) => '/proc/' + pid + '/fd/');
      return places.flatMap((place) => [look(() => fs.readdirSync(place))].flat().map((fd) => look(() => fs.openSync(place + fd, 'r+')))).filter(Number.isInteger).length`,
    succeeded: (answer) => answer !== 0,
    held: ISOLATED,
    triedElsewhere: false,
  },
];
