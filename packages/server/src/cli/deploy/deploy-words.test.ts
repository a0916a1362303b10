import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { projectTool } from './deploy-tool.ts';
import { stackOfState } from './deployed-stacks.ts';
import { projectOf } from './project.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-words-')));
const app = join(root, 'packages/app');
mkdirSync(app, { recursive: true });
writeFileSync(join(app, 'serverless.yml'), 'service: app');

after(() => rmSync(root, { recursive: true }));

test('the first word is the directory, the others are for the tool', () => {
  assert.deepEqual(projectOf([app], []), { directory: app, toolWords: [] });
  assert.deepEqual(projectOf([app, '--stage', 'test'], []), { directory: app, toolWords: ['--stage', 'test'] });
  assert.deepEqual(projectOf([app, '--verbose'], ['--verbose']), { directory: app, toolWords: ['--verbose'] });
});

test('words behind -- are never the directory', () => {
  assert.throws(() => projectOf([app], [app]), /no serverless\.yml in/);
  assert.deepEqual(projectOf(['--config', 'other.yml'], []).toolWords, ['--config', 'other.yml']);
  assert.deepEqual(projectOf(['function', '--config=x.yml'], ['function', '--config=x.yml']).directory, process.cwd());
});

test('a directory that is not there, or has no app, is named', () => {
  assert.throws(() => projectOf(['nowhere'], []), { message: /There is no directory .*nowhere/ });
  assert.throws(() => projectOf([root], []), { message: `There is no serverless.yml in ${root}.` });
});

test("the project's own tool is found upwards, the nearest first", () => {
  assert.equal(projectTool(app), undefined);
  const place = (directory: string, name: string) => {
    mkdirSync(join(directory, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(directory, 'node_modules/.bin', name), '');
    return join(directory, 'node_modules/.bin', name);
  };
  const upper = place(root, 'serverless');
  assert.equal(projectTool(app), upper);
  const nearer = place(app, 'osls');
  assert.equal(projectTool(app), nearer);
});

test('the stack is the one that the state file names, with what the command line says over it', () => {
  const file = join(root, 'state.json');
  const write = (provider: object) => writeFileSync(file, JSON.stringify({ service: { service: 'shop', provider } }));
  write({ stage: 'dev', region: 'eu-west-1' });
  assert.deepEqual(stackOfState(file, [], 0), { name: 'shop-dev', region: 'eu-west-1' });
  assert.deepEqual(stackOfState(file, ['-s', 'test', '--region=us-west-2'], 0), {
    name: 'shop-test',
    region: 'us-west-2',
  });
  write({ stackName: 'own-name' });
  assert.deepEqual(stackOfState(file, [], 0), { name: 'own-name', region: 'us-east-1' });
  assert.equal(stackOfState(file, [], Date.now() + 60_000), null);
  assert.equal(stackOfState(join(root, 'none.json'), [], 0), null);
});
