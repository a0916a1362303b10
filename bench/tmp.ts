import { Hearth, INVOKE_HEADERS } from './hearth.ts';
import { load } from './load.ts';
import { execSync } from 'node:child_process';
const clients = Number(process.argv[2]);
const h = await Hearth.start();
await h.create('silent', 'exports.handler = async (event) => event;');
const o = { headers: INVOKE_HEADERS, body: '{"hello":"world"}', clients, url: h.invokeUrl('silent') };
for (let i=0;i<3;i++) {
const r = await load({ ...o, seconds: 2 });
console.log(r, 'envs', execSync("ps aux | grep -c '[r]untime.cjs'").toString().trim(), execSync("uptime").toString().trim().slice(-30));
}
await h.stop();
