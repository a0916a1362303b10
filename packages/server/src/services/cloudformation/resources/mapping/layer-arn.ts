/** The layer and the version in `arn:aws:lambda:region:account:layer:name:3`. */
export function layerVersionOf(arn: string): { readonly LayerName: string; readonly VersionNumber: number } {
  const colon = arn.lastIndexOf(':');
  return { LayerName: arn.slice(0, colon), VersionNumber: Number(arn.slice(colon + 1)) };
}
