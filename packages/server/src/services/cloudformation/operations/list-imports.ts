import { importerNames } from '../deployment/outputs.ts';
import { validationError } from '../errors.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

const PAGE = 100;

export const ListImports = operation('ListImports', async (call, { ExportName, NextToken }) => {
  const names = await call.service.store.read((rows) => importerNames(rows, call, ExportName!));
  if (names.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
  const { items, ...more } = pageOf(names.toSorted(), NextToken, PAGE);
  return { Imports: items, ...more };
});
