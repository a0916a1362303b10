import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AwsError } from '../../kernel/errors.ts';
import type { ServiceCodec } from '../codec.ts';
import { eventStreamMember } from '../event-streams/write.ts';
import { type ServiceModel, type StructureShape, shapeOf } from '../model.ts';
import { compileCodec } from '../service-codec.ts';
import type { WireResponse } from '../wire.ts';
import { bytesOf, plain, sdkResponse, type SdkRequest, type SdkResponse, wireRequest } from './official-client.ts';
import { sample, withoutConstraints } from './samples.ts';

/** Sends one operation through the service's official client; `answer` stands for the network. */
export type OfficialClient = (
  operation: string,
  input: unknown,
  answer: (request: SdkRequest) => Promise<SdkResponse>,
) => Promise<unknown>;

const REQUEST_ID = '7a5e0d43-0a5b-4e5f-9f5c-000000000001';
const SEEDS = [0, 3];

/**
 * Every operation and every error of a model, out through the official serialiser and in through ours, and back through
 * ours and the official parser.
 */
export function describeRoundTrips(title: string, constrained: ServiceModel, send: OfficialClient): void {
  const model = withoutConstraints(constrained);
  const codec = compileCodec(model);
  describe(title, () => {
    test('every operation is recognised, its input read and its output written as the official client expects', async (t) => {
      for (const operation of codec.operations) {
        for (const seed of SEEDS)
          await t.test(`${operation} ${seed}`, () => roundTrip(model, codec, send, operation, seed));
      }
    });
    test("every error arrives as the official client's class with its message and members", async (t) => {
      for (const [name, shape] of Object.entries(model.shapes)) {
        if (shape.type === 'structure' && shape.error)
          await t.test(name, () => errorTrip(model, codec, send, name, shape));
      }
    });
  });
}

async function roundTrip(
  model: ServiceModel,
  codec: ServiceCodec,
  send: OfficialClient,
  operation: string,
  seed: number,
): Promise<void> {
  const { input: inputShape, output: outputShape } = model.operations[operation]!;
  const input = inputShape ? sample(model, inputShape, seed) : {};
  const output = (outputShape ? sample(model, outputShape, seed + 1) : {}) as Record<string, unknown>;
  const stream = outputShape ? eventStreamMember(model, outputShape) : undefined;
  const events = stream ? eventSamples(model, stream.shape) : [];
  const result = await send(operation, input, async (request) => {
    const match = await codec.match(wireRequest(request));
    assert.equal(match.operation, operation);
    assert.deepEqual(plain(await collected(await match.read())), plain(input));
    const response = match.write(stream ? { ...output, [stream.name]: asStream(events) } : output, REQUEST_ID);
    assertRequestId(response);
    return sdkResponse(response);
  });
  const { $metadata: _, ...received } = result as Record<string, unknown>;
  if (stream) {
    assert.deepEqual(plain(await collectEvents(received[stream.name])), plain(events));
    delete received[stream.name];
    delete output[stream.name];
    // It is the framing's own type that a client sees under this name.
    if ('ResponseStreamContentType' in received) received.ResponseStreamContentType = output.ResponseStreamContentType;
  }
  assert.deepEqual(plain(await collected(received)), plain(output));
}

function assertRequestId({ headers }: WireResponse): void {
  assert.equal(headers['x-amzn-requestid'] ?? headers['x-amz-request-id'], REQUEST_ID);
}

async function errorTrip(
  model: ServiceModel,
  codec: ServiceCodec,
  send: OfficialClient,
  name: string,
  shape: StructureShape,
): Promise<void> {
  const all = sample(model, name, 0) as Record<string, unknown>;
  const members = Object.fromEntries(
    Object.entries(all).filter(([member]) => !['message', 'type', 'code'].includes(member.toLowerCase())),
  );
  const operation = codec.operations[0]!;
  const answer = async (request: SdkRequest) => {
    const match = await codec.match(wireRequest(request));
    return sdkResponse(match.renderError(new AwsError(name, 'What went <wrong> & why', { members }), REQUEST_ID));
  };
  const { input } = model.operations[operation]!;
  const thrown = await send(operation, input ? sample(model, input, 0) : {}, answer).then(
    () => null,
    (error: unknown) => error,
  );
  const error = thrown as Record<string, unknown> & { $metadata: { httpStatusCode: number } };
  assert.equal(error.name, name);
  assert.equal(error.message, 'What went <wrong> & why');
  assert.equal(error.$fault, shape.error!.fault);
  if (shape.error!.status) assert.equal(error.$metadata.httpStatusCode, shape.error!.status);
  for (const [member, value] of Object.entries(members)) assert.deepEqual(plain(error[member]), plain(value), member);
}

/** One of each event of a stream; errors end it and are left out. */
function eventSamples(model: ServiceModel, union: string): Record<string, unknown>[] {
  const { members } = shapeOf(model, union) as StructureShape;
  return Object.entries(members).flatMap(([name, ref], seed) => {
    const shape = shapeOf(model, typeof ref === 'string' ? ref : ref.shape);
    return shape.type === 'structure' && shape.error ? [] : [{ [name]: sample(model, ref, seed) }];
  });
}

async function* asStream<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

async function collectEvents(stream: unknown): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of stream as AsyncIterable<unknown>) events.push(event);
  return events;
}

/** Streaming members as bytes. */
async function collected(value: Record<string, unknown>): Promise<Record<string, unknown>> {
  const members = Object.entries(value).map(async ([name, member]) => {
    const isStream = typeof member === 'object' && member !== null && Symbol.asyncIterator in member;
    return [name, isStream ? await bytesOf(member as AsyncIterable<Uint8Array>) : member] as const;
  });
  return Object.fromEntries(await Promise.all(members));
}
