/** How deeply AWS's front ends read documents: Jackson's `StreamReadConstraints.DEFAULT_MAX_DEPTH`. */
export const MAX_JSON_DEPTH = 1000;
