import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

const PAGE = 100;

export const ListExports = operation('ListExports', async (call, { NextToken }) => {
  const all = await call.service.store.read(({ exports }) => exports.all(call));
  const { items, ...more } = pageOf(all, NextToken, PAGE);
  return {
    Exports: items.map(({ stackId, name, value }) => ({ ExportingStackId: stackId, Name: name, Value: value })),
    ...more,
  };
});
