import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListFunctionUrlConfigsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { alias, configure, FUNCTION, hello, LAYER, testRefusals } from './testing/refusals.ts';

testRefusals(
  'Lambda refuses aliases, reservations, layers and tags as AWS does',
  [
    [
      'an alias that exists',
      (lambda) => lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' })),
      409,
      'ResourceConflictException',
      `Alias already exists: ${FUNCTION}:live`,
    ],
    [
      'an alias that is not there',
      (lambda) => lambda.send(new GetAliasCommand({ ...hello, Name: 'none' })),
      404,
      'ResourceNotFoundException',
      `Cannot find alias arn: ${FUNCTION}:none`,
    ],
    [
      'updating an alias that is not there',
      (lambda) => lambda.send(new UpdateAliasCommand({ ...hello, Name: 'none' })),
      404,
      'ResourceNotFoundException',
      `Alias not found: ${FUNCTION}:none`,
    ],
    [
      'an alias of a version that is not there',
      (lambda) => lambda.send(new CreateAliasCommand({ ...hello, Name: 'new', FunctionVersion: '9' })),
      404,
      'ResourceNotFoundException',
      `Function not found: ${FUNCTION}:9`,
    ],
    [
      'an alias of digits',
      (lambda) => lambda.send(new CreateAliasCommand({ ...hello, Name: '12', FunctionVersion: '1' })),
      400,
      'ValidationException',
      /at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: \(\?!\^\[0-9\]\+\$\)\(\[a-zA-Z0-9-_\]\+\)$/,
    ],
    [
      'the URLs of a function that is not there',
      (lambda) => lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'absent' })),
      404,
      'ResourceNotFoundException',
      'Function does not exist',
    ],
    [
      'two weights',
      (lambda) =>
        lambda.send(
          new UpdateAliasCommand({ ...alias, RoutingConfig: { AdditionalVersionWeights: { 1: 0.1, 2: 0.1 } } }),
        ),
      400,
      'InvalidParameterValueException',
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      'a weight for the alias’s own version',
      (lambda) =>
        lambda.send(new UpdateAliasCommand({ ...alias, RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } })),
      400,
      'InvalidParameterValueException',
      'Invalid function version 1. Function version 1 is already included in routing configuration.',
    ],
    [
      'a weight beside $LATEST',
      (lambda) =>
        lambda.send(
          new CreateAliasCommand({
            ...hello,
            Name: 'latest',
            FunctionVersion: '$LATEST',
            RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } },
          }),
        ),
      400,
      'InvalidParameterValueException',
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
    [
      'a weight above one',
      (lambda) =>
        lambda.send(new UpdateAliasCommand({ ...alias, RoutingConfig: { AdditionalVersionWeights: { 2: 2 } } })),
      400,
      'ValidationException',
      /Value '\{2=2\.0\}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: \[/,
    ],
    [
      'a reservation that leaves less than 100',
      (lambda) => lambda.send(new PutFunctionConcurrencyCommand({ ...hello, ReservedConcurrentExecutions: 901 })),
      400,
      'InvalidParameterValueException',
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    ],
    [
      'a reservation for a version',
      (lambda) =>
        lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName: `${FUNCTION}:1`, ReservedConcurrentExecutions: 1 }),
        ),
      400,
      'InvalidParameterValueException',
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    ],
    [
      'a reservation for nothing',
      (lambda) =>
        lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'absent', ReservedConcurrentExecutions: 1 })),
      404,
      'ResourceNotFoundException',
      `Function not found: ${FUNCTION.replace('hello', 'absent')}:$LATEST`,
    ],
    [
      'provisioned concurrency that is not there',
      (lambda) => lambda.send(new GetProvisionedConcurrencyConfigCommand({ ...hello, Qualifier: '1' })),
      404,
      'ProvisionedConcurrencyConfigNotFoundException',
      'No Provisioned Concurrency Config found for this function',
    ],
    [
      'a layer version that is not there',
      configure({ Layers: [`${LAYER}:9`] }),
      400,
      'InvalidParameterValueException',
      `Layer version ${LAYER}:9 does not exist.`,
    ],
    [
      'getting a layer version that is not there',
      (lambda) => lambda.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: 9 })),
      404,
      'ResourceNotFoundException',
      'The resource you requested does not exist.',
    ],
    [
      'getting it by its ARN',
      (lambda) => lambda.send(new GetLayerVersionByArnCommand({ Arn: `${LAYER}:9` })),
      404,
      'ResourceNotFoundException',
      'The resource you requested does not exist.',
    ],
    [
      'two versions of one layer',
      configure({ Layers: [`${LAYER}:1`, `${LAYER}:2`] }),
      400,
      'InvalidParameterValueException',
      `Two different versions of the same layer are not allowed to be referenced in the same function. ${LAYER}:1 and ${LAYER}:2 are versions of the same layer.`,
    ],
    [
      'one layer twice',
      configure({ Layers: [`${LAYER}:1`, `${LAYER}:1`] }),
      400,
      'InvalidParameterValueException',
      `Two different versions of the same layer are not allowed to be referenced in the same function. ${LAYER}:1 and ${LAYER}:1 are versions of the same layer.`,
    ],
    [
      'a layer of another region',
      configure({ Layers: [`${LAYER.replace('us-east-1', 'eu-west-1')}:1`] }),
      400,
      'InvalidParameterValueException',
      'Layers are not in the same region as the function. Layers are expected to be in region us-east-1.',
    ],
    [
      'a layer version below one',
      (lambda) => lambda.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: -1 })),
      400,
      'InvalidParameterValueException',
      'Layer Version Cannot be less than 1',
    ],
    [
      'more than 50 tags',
      (lambda) =>
        lambda.send(
          new TagResourceCommand({
            Resource: FUNCTION,
            Tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])),
          }),
        ),
      400,
      'InvalidParameterValueException',
      'Number of tags exceeds resource tag limit.',
    ],
    [
      'tags of a version',
      (lambda) => lambda.send(new ListTagsCommand({ Resource: `${FUNCTION}:1` })),
      400,
      'InvalidParameterValueException',
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    ],
    [
      'a policy that is not there',
      (lambda) => lambda.send(new GetPolicyCommand({ ...hello, Qualifier: '1' })),
      404,
      'ResourceNotFoundException',
      'The resource you requested does not exist.',
    ],
  ],
  (lambda) => {
    it('to deleting an alias that is not there, and a version that is not, with 204', async () => {
      assert.equal(
        (await lambda().send(new DeleteAliasCommand({ ...hello, Name: 'none' }))).$metadata.httpStatusCode,
        204,
      );
      const deleted = await lambda().send(new DeleteFunctionCommand({ ...hello, Qualifier: '77' }));
      assert.equal(deleted.$metadata.httpStatusCode, 204);
    });

    it('to no reservation with nothing', async () => {
      const { $metadata: _, ...rest } = await lambda().send(new GetFunctionConcurrencyCommand(hello));
      assert.deepEqual(rest, {});
    });
  },
);
