import { defineResourceType } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

/** Tells AWS which constructs an app uses. Nothing is told to anyone here. */
export const cdkMetadata = defineResourceType<{ readonly Analytics?: string }>({
  name: 'AWS::CDK::Metadata',
  properties: { Analytics: text },
  required: [],
  replacedBy: [],
  attributes: [],
  create: ({ stackId }) => Promise.resolve({ physicalId: stackId.split('/').at(-1)!, attributes: {} }),
  update: (_context, existing) => Promise.resolve(existing),
  delete: () => Promise.resolve(),
});
