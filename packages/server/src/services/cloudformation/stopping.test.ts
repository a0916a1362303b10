import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

test('A stack can be deleted while it is created, and an update cancelled.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const silent = (more: Record<string, unknown> = {}) => ({
    Resources: {
      Role: ROLE,
      Never: functionResource('exports.handler = async () => {}', { FunctionName: 'never' }),
      Log: { Type: 'AWS::Logs::LogGroup' },
      ...more,
    },
  });
  const waiting = {
    Thing: { Type: 'Custom::Silent', Properties: { ServiceToken: { 'Fn::GetAtt': ['Never', 'Arn'] } } },
  };
  const begun = async (id: string) => {
    for (;;) {
      if ((await stacks.events(id)).includes('Thing CREATE_IN_PROGRESS')) return;
    }
  };
  const Capabilities = ['CAPABILITY_IAM' as const];
  const TemplateBody = JSON.stringify(silent(waiting));
  const { StackId } = await client.createStack({ StackName: 'app', TemplateBody, Capabilities });
  await begun(StackId!);
  await client.deleteStack({ StackName: 'app' });
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'DELETE_COMPLETE');
  assert.ok((await stacks.events(StackId!)).includes('Thing CREATE_FAILED Resource creation cancelled'));

  const second = await stacks.create('app', silent());
  await client.updateStack({ StackName: 'app', TemplateBody, Capabilities });
  await assert.rejects(client.updateStack({ StackName: 'app', TemplateBody, Capabilities }), {
    message: `Stack:${second.StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`,
  });
  await begun(second.StackId!);
  await client.cancelUpdateStack({ StackName: 'app' });
  assert.equal((await stacks.settled(second.StackId!)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
});
