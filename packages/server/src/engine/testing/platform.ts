/** A platform in a process of its own, for tests that kill it: runs functions whose processes carry the given marker. */
import { startEngine } from './engine-fixture.ts';

const marker = process.argv[2] ?? '';
const fixture = await startEngine({ spares: 1 });
// `sh -c` with the marker as an argument: visible in the process list of the host.
const child = `const { spawn } = require('child_process');
  const start = (detached) => spawn('sh', ['-c', 'while :; do sleep 1; done', '${marker}'], { detached, stdio: 'ignore' }).unref();
  start(false); start(true);`;
const busy = await fixture.define(`${child} exports.handler = async () => { for (;;); }`);
const idle = await fixture.define(`${child} exports.handler = async () => 'idle'`);
await fixture.invoke(idle);
void fixture.invoke(busy);
while (
  fixture.engine.running(busy.key) === 0 ||
  fixture.log.filter((entry) => entry.message.startsWith('START')).length < 2
) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
// Long enough that the idle environment is frozen.
setTimeout(() => console.log(fixture.directory), 100);
setInterval(() => {}, 1000);
