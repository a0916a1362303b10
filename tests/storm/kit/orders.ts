/** What kit/inside.mts does to the platform it was loaded into. */
export type Order = { readonly kind: 'clock'; readonly offsetMs: number } | { readonly kind: 'end-workers' };
