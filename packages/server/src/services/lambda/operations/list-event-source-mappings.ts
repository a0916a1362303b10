import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Empty, whatever the filter (EventSourceArn) and the page (Marker, MaxItems): CreateEventSourceMapping is not implemented. Deploy tools ask before they remove. */
export const ListEventSourceMappings = operation('ListEventSourceMappings', async (call, input) => {
  if (input.FunctionName) ownFunction(call, input.FunctionName);
  return { EventSourceMappings: [] };
});
