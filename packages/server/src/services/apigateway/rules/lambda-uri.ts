const LAMBDA_URI =
  /^arn:aws[a-z-]*:apigateway:[^:]*:lambda:path\/[^/]+\/functions\/(.+)\/(invocations|response-streaming-invocations)$/;

/** The function that an integration's or authorizer's URI names (with stage variables still in it); null for other URIs. */
export function functionOfUri(uri: string | undefined): string | null {
  const match = LAMBDA_URI.exec(uri ?? '');
  return match?.[2] === 'invocations' ? match[1]! : null;
}

/** Replaces `${stageVariables.name}`; a variable that is not there leaves nothing. */
export function fillStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.includes('${stageVariables.')
    ? text.replaceAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) => variables[name] ?? '')
    : text;
}

/** A role's ARN, or the one that stands for the caller, may be the `credentials` to invoke a function with. */
export function isInvoker(credentials: string): boolean {
  return credentials === 'arn:aws:iam::*:user/*' || /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(credentials);
}
