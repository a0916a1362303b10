import { notImplemented } from '../../../kernel/errors.ts';
import { invalidParameter } from '../errors.ts';

/** What AWS takes for new functions (recorded November 2025), in the order its error text lists them. */
const SUPPORTED = [
  'nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x',
  'python3.8', 'python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14',
  'java8.al2', 'java11', 'java17', 'java21', 'java25',
  'dotnet6', 'dotnet8', 'dotnet10',
  'ruby3.2', 'ruby3.3', 'ruby3.4',
  'provided.al2', 'provided.al2023',
]; // prettier-ignore

/** In the model, but closed for creating and updating. */
const DEPRECATED = new Set([
  'nodejs', 'nodejs4.3', 'nodejs4.3-edge', 'nodejs6.10', 'nodejs8.10', 'nodejs10.x', 'nodejs12.x', 'nodejs14.x', 'nodejs16.x',
  'python2.7', 'python3.6', 'python3.7',
  'java8', 'go1.x', 'ruby2.5', 'ruby2.7', 'provided',
  'dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1', 'dotnetcore3.1',
]); // prettier-ignore

/** The families that the engine runs. */
const FAMILIES = /^(nodejs|python|provided)/;

/** Throws AWS's text for unknown and closed runtimes, and NotImplemented for families that Hearth cannot run yet. */
export function checkRuntime(runtime: string): void {
  if (DEPRECATED.has(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (!SUPPORTED.includes(runtime)) {
    const rule = `Member must satisfy enum value set: [${SUPPORTED.join(', ')}] or be a valid ARN`;
    throw invalidParameter(`Value ${runtime} at 'runtime' failed to satisfy constraint: ${rule}`);
  }
  if (!FAMILIES.test(runtime)) throw notImplemented(`the runtime ${runtime}`);
}

/**
 * The label of an architecture is kept and reported. Interpreted runtimes run on the host's own interpreter, so either
 * label works there. A `bootstrap` is a program of the machine it was built for: a foreign label is refused rather
 * than left to fail with "exec format error" at the first invocation.
 */
export function checkArchitecture(runtime: string, architecture: string, host: string = process.arch): void {
  const own = host === 'arm64' ? 'arm64' : 'x86_64';
  if (runtime.startsWith('provided') && architecture !== own) {
    throw notImplemented(`Architectures [${architecture}] for the runtime ${runtime} on a host of ${own}`);
  }
}
