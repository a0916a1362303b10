import { notImplemented } from '../../../../kernel/errors.ts';
import { badRequest } from '../../errors.ts';
import type { BasePathMode } from './import-api.ts';

export interface ImportOptions {
  readonly basePathMode: BasePathMode;
  readonly endpointTypes: string[] | undefined;
}

/** Reads the `parameters` of an import. `ignore=documentation` changes nothing: documentation parts are not kept. */
export function importOptions({
  basepath,
  basePath,
  endpointConfigurationTypes,
  ignore,
  ...others
}: Readonly<Record<string, string>>): ImportOptions {
  const unknown = Object.keys(others)[0];
  if (unknown) throw notImplemented(`the import parameter ${unknown}`);
  if (ignore !== undefined && ignore !== 'documentation')
    throw badRequest(`Invalid import parameter ignore: ${ignore}`);
  const mode = basepath ?? basePath ?? 'ignore';
  if (mode !== 'ignore' && mode !== 'prepend' && mode !== 'split')
    throw badRequest(`Invalid import parameter basepath: ${mode}`);
  return { basePathMode: mode, endpointTypes: endpointConfigurationTypes?.split(',') };
}
