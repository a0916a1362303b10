/** CloudFormation user guide, "Understand CloudFormation quotas". Sizes in bytes. */
export const LIMITS = {
  templateBody: 51_200,
  templateByUrl: 1_000_000,
  resources: 500,
  parameters: 200,
  outputs: 200,
  mappings: 200,
  stackNameLength: 128,
  /** In the hierarchy of one change set. Our own bound: a template that nests itself has no end. */
  nestedChangeSets: 500,
} as const;
