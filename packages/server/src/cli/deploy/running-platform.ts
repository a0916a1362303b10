import { PlatformError } from '../../kernel/errors.ts';
import { targetFrom, type Target } from '../client.ts';
import { whoAnswers } from '../who-answers.ts';

/**
 * The target of this shell, once a Hearth has answered there. By address: tools put bucket names before a host name
 * (`bucket.localhost`), which few machines resolve.
 */
export async function runningPlatform(env: Readonly<Record<string, string | undefined>>): Promise<Target> {
  const target = targetFrom(env);
  const endpoint = target.endpoint.replace(/^(https?:\/\/)localhost(?=[:/]|$)/, '$1127.0.0.1');
  const answering = await whoAnswers(endpoint);
  if (answering.who === 'nobody') {
    throw new PlatformError(
      `No Hearth answers at ${endpoint}.`,
      'Start one with `hearth start` in another shell, or set AWS_ENDPOINT_URL to where it runs.',
      { cause: answering.cause },
    );
  }
  if (answering.who === 'other') {
    throw new PlatformError(
      `What answers at ${endpoint} is not Hearth.`,
      'Stop it, or start Hearth on another port (`hearth start --port 4577`) and set AWS_ENDPOINT_URL to that.',
    );
  }
  return { ...target, endpoint };
}
