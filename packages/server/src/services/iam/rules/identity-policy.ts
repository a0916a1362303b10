import { limitExceeded, malformedPolicy } from '../errors.ts';
import { MAX_MANAGED_POLICY, policySize } from './limits.ts';
import { checkActions, parsePolicy, type Statement, textsOf } from './policy-syntax.ts';

/** A managed policy's document. Throws MalformedPolicyDocument or LimitExceeded with AWS's texts. */
export function checkManagedPolicy(document: string): void {
  const { Version } = checkInlinePolicy(document);
  if (Version !== '2012-10-17') throw malformedPolicy('Policy document must be version 2012-10-17 or greater.');
  if (policySize(document) > MAX_MANAGED_POLICY)
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${MAX_MANAGED_POLICY}`);
}

/** What inline and managed policies have in common; size is judged where all inline policies of the principal are known. */
export function checkInlinePolicy(document: string): { readonly Version?: string } {
  const policy = parsePolicy(document, 'Syntax errors in policy.');
  for (const statement of policy.statements) checkStatement(statement);
  return policy;
}

function checkStatement(statement: Statement): void {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    throw malformedPolicy('Policy document should not specify a principal.');
  }
  if (textsOf(statement.Action ?? statement.NotAction).length === 0)
    throw malformedPolicy('Policy statement must contain actions.');
  const resources = textsOf(statement.Resource ?? statement.NotResource);
  for (const resource of resources) checkResource(resource);
  checkActions(statement);
  if (resources.length === 0) throw malformedPolicy('Policy statement must contain resources.');
}

const PARTITION = /^(\*|aws|aws-cn|aws-us-gov|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f|aws-eusc)$/;

function checkResource(resource: string): void {
  if (resource === '*') return;
  if (!resource.includes(':')) throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  const [scheme, partition = '', service, region = '', account = '', ...path] = resource.split(':');
  if (!PARTITION.test(partition)) {
    const shown = ['arn', partition, service || '*', region || '*', account || '*', path.join(':') || '*'].join(':');
    throw malformedPolicy(`Partition "${partition}" is not valid for resource "${shown}".`);
  }
  if (service === undefined)
    throw malformedPolicy('Resource vendor must be fully qualified and cannot contain regexes.');
  if (scheme !== 'arn' || service === '') throw malformedPolicy('The policy failed legacy parsing');
  if (service === 'iam') checkIamResource(resource, region, path.join(':'));
  if (service === 's3' && region !== '' && !path.join(':').startsWith('accesspoint/')) {
    throw malformedPolicy(`Resource ${resource} can not contain region information.`);
  }
}

const IAM_PATHS = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];

function checkIamResource(resource: string, region: string, path: string): void {
  if (region !== '') throw malformedPolicy(`IAM resource ${resource} cannot contain region information.`);
  if (path === '*' || path === 'root' || IAM_PATHS.some((start) => path.startsWith(start))) return;
  throw malformedPolicy(`IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`);
}
