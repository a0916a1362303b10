import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../values.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './intrinsic.ts';
import { asFarAsKnown, isUnknown, unknownAttribute, unknownReference } from './unknown.ts';

const scope: Scope = {
  region: 'us-east-1',
  extended: false,
  ref: (name) => (name === 'Known' ? 'a,b' : unknownReference('app', name)),
  getAtt: (id, attribute) => unknownAttribute('app', id, attribute),
  condition: () => true,
  mapping: () => null,
  importValue: (name) => name,
  zones: () => [],
};

function known(node: Value) {
  return evaluate(asFarAsKnown(node, scope), scope);
}

const third = (value: Value) => ({ 'Fn::Select': [2, { 'Fn::Split': [',', value] }] });

test('What is not known yet is written as AWS writes it.', () => {
  assert.deepEqual(known({ A: { 'Fn::GetAtt': ['Log', 'Arn'] }, B: [{ Ref: 'Log' }], C: { Ref: 'Known' } }), {
    A: '{{IntrinsicFunction:app/Log.Arn/Fn::GetAtt}}',
    B: ['{{IntrinsicFunction:app/Log/Ref}}'],
    C: 'a,b',
  });
  assert.equal(known(third({ Ref: 'Log' })), '{{IntrinsicFunction://Fn::Select}}');
  assert.ok(isUnknown(known({ 'Fn::Join': ['-', ['a', { Ref: 'Log' }]] })));
  assert.ok(!isUnknown(known({ Ref: 'Known' })) && !isUnknown(undefined));
});

test('What fails on known values still fails.', () => {
  assert.throws(() => known([third({ Ref: 'Known' }), { Ref: 'Log' }]), { name: /./ });
});
