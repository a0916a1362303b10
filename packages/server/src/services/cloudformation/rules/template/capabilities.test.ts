import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processTemplate } from '../../deployment/process-template.ts';
import type { Value } from '../values.ts';
import { checkCapabilities, requiredCapability } from './capabilities.ts';

test('IAM resources need to be acknowledged, named ones by name.', () => {
  const templateWith = (Properties: Value) =>
    processTemplate(JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }), []).template;
  assert.equal(requiredCapability(templateWith({}))!.capability, 'CAPABILITY_IAM');
  const named = templateWith({ RoleName: 'x' });
  assert.equal(requiredCapability(named)!.capability, 'CAPABILITY_NAMED_IAM');
  checkCapabilities(named, ['CAPABILITY_NAMED_IAM'], { expands: true });
  assert.throws(() => checkCapabilities(named, ['CAPABILITY_IAM'], { expands: true }), {
    name: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  });
});
