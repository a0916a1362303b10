import { formatArn } from '../../../kernel/arn.ts';
import { iamId } from '../../../kernel/ids.ts';
import { iamError, noSuchEntity } from '../errors.ts';
import type { PrincipalKind, PrincipalRow } from '../tables.ts';

const ID_KINDS = { role: 'AROA', user: 'AIDA', group: 'AGPA' } as const;

interface NewPrincipal {
  readonly account: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly path: string | undefined;
  readonly createdAt: number;
  readonly role?: Pick<PrincipalRow, 'description' | 'trustPolicy' | 'maxSessionSeconds'>;
}

export function newPrincipal({ account, kind, name, path = '/', createdAt, role }: NewPrincipal): PrincipalRow {
  return {
    kind,
    nameKey: name.toLowerCase(),
    name,
    id: iamId(ID_KINDS[kind]),
    arn: principalArn(account, kind, path, name),
    path,
    createdAt,
    description: role?.description ?? null,
    trustPolicy: role?.trustPolicy ?? null,
    maxSessionSeconds: role?.maxSessionSeconds ?? null,
    lastUsedAt: null,
    lastUsedRegion: null,
  };
}

export function principalArn(account: string, kind: PrincipalKind, path: string, name: string): string {
  return formatArn({ service: 'iam', region: '', account, resource: `${kind}${path}${name}` });
}

/** `Role with name x already exists.` */
export function alreadyExists(kind: PrincipalKind, name: string) {
  return iamError(
    'EntityAlreadyExistsException',
    `${kind[0]!.toUpperCase()}${kind.slice(1)} with name ${name} already exists.`,
  );
}

export function cannotBeFound(kind: PrincipalKind, name: string) {
  return noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
}
