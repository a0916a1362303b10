import { type Attack, EVERYWHERE, failed, ISOLATED } from './attack.ts';

/** Attacks on what lies on disks. */
export const FILE_ATTACKS: readonly Attack[] = [
  {
    title: 'a function cannot list the data directory',
    source: 'return look(() => fs.readdirSync(t.data))',
    succeeded: (answer) => !failed(answer),
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot read the key file or the database',
    source: 'return look(() => fs.readFileSync(t.key, "utf8"))',
    succeeded: (answer) => !failed(answer),
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot reach the host’s root by way of /proc',
    source: `return [...pids(), 'self'].flatMap((pid) => ['root', 'cwd'].map((link) =>
      look(() => fs.readFileSync('/proc/' + pid + '/' + link + t.key, 'utf8')))).filter((found) => !found.startsWith('error '))`,
    succeeded: (answer) => (answer as string[]).length > 0,
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot read the code of another',
    source: 'return look(() => fs.readFileSync(t.victimCode + "/index.js", "utf8"))',
    succeeded: (answer) => !failed(answer),
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot see the /tmp of another',
    source: `const places = [require('node:os').tmpdir(), '/var/tmp', '/dev/shm', t.data + '/run/tmp'];
      return places.flatMap((place) => look(() => fs.readdirSync(place, { recursive: true }))).filter((name) => String(name).includes('left-' + t.secret))`,
    succeeded: (answer) => (answer as string[]).length > 0,
    held: ISOLATED,
    triedElsewhere: true,
  },
  {
    title: 'a function cannot write its code, its layers or the system',
    source: `const wrote = (place) => !String(look(() => fs.writeFileSync(place + '/hearth-canary', 'x'))).startsWith('error ');
      const places = [process.env.LAMBDA_TASK_ROOT, '/opt', '/usr', '/usr/bin', '/etc', '/var', '/var/task', '/var/runtime', '/', '/proc', '/dev'];
      return places.filter((place) => wrote(place) && (look(() => fs.rmSync(place + '/hearth-canary')), true))`,
    succeeded: (answer) => (answer as string[]).length > 0,
    held: ISOLATED,
    triedElsewhere: false,
  },
  {
    title: 'a function has no device but the harmless ones',
    source: `return fs.readdirSync('/dev')`,
    succeeded: (answer) =>
      (answer as string[]).some((name) => !/^(null|zero|full|random|urandom|tty|fd|stdin|stdout|stderr)$/.test(name)),
    held: ISOLATED,
    triedElsewhere: false,
  },
  {
    title: 'a function leaves no core dump for others to read',
    source: `return execFileSync('/bin/sh', ['-c', 'ulimit -c'], { encoding: 'utf8' }).trim()`,
    succeeded: (answer) => answer !== '0',
    held: ISOLATED,
    triedElsewhere: false,
  },
  {
    title: 'a function inherits no descriptor of the platform’s',
    source: `return fs.readdirSync('/proc/self/fd').map((fd) => look(() => fs.readlinkSync('/proc/self/fd/' + fd)))`,
    succeeded: (answer, { data }) =>
      (answer as string[]).some((target) => target.startsWith(data) && !/\/(code|run\/tmp)\//.test(target)),
    held: EVERYWHERE,
    triedElsewhere: false,
  },
];
