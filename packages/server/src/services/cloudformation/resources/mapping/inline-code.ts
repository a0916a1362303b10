import { zipSync } from 'fflate';
import { validationError } from '../../errors.ts';
import { CFN_RESPONSE_JS } from './cfn-response/javascript.ts';
import { CFN_RESPONSE_PY } from './cfn-response/python.ts';

/** CloudFormation reference, AWS::Lambda::Function Code: "ZipFile: up to 4 MB". */
const MAX_BYTES = 4 * 1024 ** 2;

/** The same source always gives the same zip. */
const ANY_TIME = new Date('2020-01-01T00:00:00Z');

/** Source that a template holds, as the zip that CloudFormation makes of it: `index` and the response module. */
export function inlineCode(source: string, runtime = ''): Uint8Array {
  if (Buffer.byteLength(source) > MAX_BYTES) throw validationError(`ZipFile has more than ${MAX_BYTES} bytes`);
  const files = filesOf(source, runtime);
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])), {
    mtime: ANY_TIME,
  });
}

function filesOf(source: string, runtime: string): Record<string, string> {
  if (runtime.startsWith('nodejs')) return { 'index.js': source, 'cfn-response.js': CFN_RESPONSE_JS };
  if (runtime.startsWith('python')) return { 'index.py': source, 'cfnresponse.py': CFN_RESPONSE_PY };
  throw validationError('ZipFile can only be used when Runtime is set to either of nodejs, python.');
}
