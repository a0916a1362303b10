import { type QueryNode, queryReaders } from '../formats/query-read.ts';
import type { ServiceModel } from '../model.ts';

export type Reader = (operation: string, parameters: QueryNode) => Record<string, unknown>;

export function compileReader(model: ServiceModel): Reader {
  const readers = queryReaders(model);
  return (operation, parameters) => {
    const shape = model.operations[operation]!.input;
    return shape ? (readers(shape)(parameters) as Record<string, unknown>) : {};
  };
}
