/** What every response of the JSON, query and CBOR protocols carries. */
export function requestIdHeader(requestId: string): Record<string, string> {
  return { 'x-amzn-requestid': requestId };
}
