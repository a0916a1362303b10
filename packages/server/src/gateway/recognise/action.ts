import { queryParameter } from '../../protocol/sigv4/query-parameters.ts';
import { regionOf, type Evidence, type Step } from './recognised.ts';

/** `Action=GetCallerIdentity&Version=2011-06-15`, in the query or in a form: the query protocol. */
export const action: Step = (evidence) => {
  if (!parameter(evidence, 'Action')) return null;
  const version = parameter(evidence, 'Version');
  if (!version) return null;
  const service = evidence.services.byQueryVersion.get(version);
  return service
    ? { kind: 'service', service, region: regionOf(evidence) }
    : { kind: 'absent', service: `query API ${version}` };
};

function parameter({ form, request }: Evidence, name: string): string | null {
  return form?.get(name) ?? queryParameter(request.query, name);
}
