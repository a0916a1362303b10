import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseArn } from '../../../kernel/arn.ts';
import { uuid } from '../../../kernel/ids.ts';
import type { WireRequest, WireResponse } from '../../../protocol/wire.ts';
import type { Host } from '../../service.ts';
import { validationError } from '../errors.ts';
import { CustomResourceFailure } from '../resources/mapping/custom-error.ts';
import type {
  CustomResourceAnswer,
  CustomResourceRequest,
  CustomResources,
  ResourceContext,
} from '../resources/mapping/resource-type.ts';
import { asTexts, MAX_RESPONSE_BYTES, readCustomResponse } from '../rules/custom-responses.ts';
import type { CustomRequest } from '../store/custom-request-rows.ts';
import type { StackStore } from '../store/stack-store.ts';

/** Under `/_hearth/`, which is Hearth's on every host name. */
export const CUSTOM_RESPONSE_PREFIX = '/_hearth/cfn-response/';

/** CloudFormation user guide, AWS::CloudFormation::CustomResource, ServiceTimeout: "The default value is 3600 seconds". */
const DEFAULT_TIMEOUT_S = 3600;

/** Sends a custom resource's requests to its function, and takes the answers, each kept in a row until the stack is gone. */
export class CustomResponses implements CustomResources {
  readonly #host: Host;
  readonly #store: StackStore;
  readonly #key: Buffer;
  readonly #waiting = new Map<string, () => void>();

  constructor(host: Host, store: StackStore) {
    this.#host = host;
    this.#store = store;
    this.#key = host.sealer.derive('cloudformation-custom-responses');
  }

  /** Calls the function once for each step, also over restarts, and waits for its answer. @throws CustomResourceFailure */
  async request(context: ResourceContext, request: CustomResourceRequest): Promise<CustomResourceAnswer> {
    const serviceToken = functionOf(request);
    const fresh = { id: uuid(), stackId: context.stackId, now: context.clock.now() };
    const kept = await this.#store.write(({ requests }) => requests.ofStep(context.step, fresh));
    if (!kept.sent) await this.#send(context, serviceToken, request, kept.id);
    const response = readCustomResponse(kept.response ?? (await this.#wait(context, kept, request)), kept.id);
    if (response.failure !== null) throw new CustomResourceFailure(response.failure, response.physicalId);
    return { physicalId: response.physicalId!, data: response.data };
  }

  /** Answers a PUT to a response URL, as S3 answers a presigned one. */
  async receive(request: WireRequest): Promise<WireResponse> {
    if (request.method !== 'PUT') return { status: 405, headers: { allow: 'PUT' }, body: null };
    const id = this.#open(request.path.slice(CUSTOM_RESPONSE_PREFIX.length));
    if (id === null) return { status: 403, headers: {}, body: null };
    // One byte more than is allowed is kept: the resource fails with AWS's words, not the function.
    const bytes = await request.body.bytes(1024 ** 2);
    const text = Buffer.from(bytes.subarray(0, MAX_RESPONSE_BYTES + 1)).toString();
    await this.#store.write(({ requests }) => requests.answer(id, text));
    this.#waiting.get(id)?.();
    return { status: 200, headers: {}, body: null };
  }

  async #send(
    context: ResourceContext,
    serviceToken: string,
    request: CustomResourceRequest,
    id: string,
  ): Promise<void> {
    const payload = {
      RequestType: request.requestType,
      ServiceToken: serviceToken,
      ResponseURL: await this.#responseUrl(context, serviceToken, id),
      StackId: context.stackId,
      RequestId: id,
      LogicalResourceId: context.logicalId,
      ...(request.physicalId !== undefined && { PhysicalResourceId: request.physicalId }),
      ResourceType: context.type,
      ResourceProperties: asTexts(request.properties),
      ...(request.oldProperties && { OldResourceProperties: asTexts(request.oldProperties) }),
    };
    await context.aws.lambda.Invoke({
      FunctionName: serviceToken,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(payload)),
    });
    await this.#store.write(({ requests }) => requests.markSent(id));
  }

  /**
   * Code for Node often connects to port 443 of the URL's host by TLS, whatever the URL says; the runtime leads such
   * connections to names of AWS's to us. Everywhere else the URL is plain HTTP.
   */
  async #responseUrl({ aws, region }: ResourceContext, serviceToken: string, id: string): Promise<string> {
    const { Runtime = '' } = await aws.lambda.GetFunctionConfiguration({ FunctionName: serviceToken });
    const host = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.amazonaws.com`;
    const origin = Runtime.startsWith('nodejs') ? `https://${host}` : this.#host.endpoint();
    return `${origin}${CUSTOM_RESPONSE_PREFIX}${id}.${this.#sign(id).toString('base64url')}`;
  }

  #wait(
    { clock, signal }: ResourceContext,
    { id, sentAt }: CustomRequest,
    request: CustomResourceRequest,
  ): Promise<string> {
    const seconds = Number(request.properties.ServiceTimeout ?? DEFAULT_TIMEOUT_S);
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void) => {
        this.#waiting.delete(id);
        timer.cancel();
        signal.removeEventListener('abort', abort);
        outcome();
      };
      const abort = () => settle(() => reject(signal.reason as Error));
      const look = () => {
        void this.#store
          .read(({ requests }) => requests.byId(id))
          .then((kept) => {
            if (kept?.response != null) settle(() => resolve(kept.response!));
          })
          .catch((error: unknown) => settle(() => reject(error)));
      };
      const timer = clock.schedule(Math.max(0, sentAt + seconds * 1000 - clock.now()), () =>
        settle(() => reject(new CustomResourceFailure(noResponse(id), null))),
      );
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.set(id, look);
      look();
    });
  }

  #sign(id: string): Buffer {
    return createHmac('sha256', this.#key).update(id).digest();
  }

  #open(token: string): string | null {
    const [id = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(id);
    return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
  }
}

function functionOf({ properties }: CustomResourceRequest): string {
  const { ServiceToken: token } = properties;
  const service = typeof token === 'string' ? parseArn(token)?.service : undefined;
  if (service === 'lambda') return token as string;
  if (service === 'sns')
    throw validationError('Hearth does not implement custom resources by SNS topics yet: [ServiceToken]');
  throw validationError('Invalid service token.');
}

function noResponse(id: string): string {
  return `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${id}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`;
}
