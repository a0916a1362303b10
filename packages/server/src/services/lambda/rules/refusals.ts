import { notImplemented } from '../../../kernel/errors.ts';
import type { InputOf } from '../../service.ts';

type Configuration = Partial<InputOf<'lambda', 'CreateFunction'> & InputOf<'lambda', 'UpdateFunctionConfiguration'>>;

/**
 * Members that Hearth honours in their "off" form only: deploy tools send empty VPC settings, pass-through tracing and
 * an empty dead-letter target with every function. Anything that would do something is refused by its path.
 */
export function refuseUnsupported(input: Configuration): void {
  refuse(input.PackageType === 'Image', 'PackageType Image');
  refuse(isFilled(input.VpcConfig?.SubnetIds), 'VpcConfig.SubnetIds');
  refuse(isFilled(input.VpcConfig?.SecurityGroupIds), 'VpcConfig.SecurityGroupIds');
  refuse(input.VpcConfig?.Ipv6AllowedForDualStack === true, 'VpcConfig.Ipv6AllowedForDualStack');
  refuse(isFilled(input.FileSystemConfigs), 'FileSystemConfigs');
  refuse(isFilled(input.KMSKeyArn), 'KMSKeyArn');
  refuse(isFilled(input.DeadLetterConfig?.TargetArn), 'DeadLetterConfig.TargetArn');
  refuse(input.TracingConfig?.Mode === 'Active', 'TracingConfig.Mode Active');
  refuse(input.SnapStart?.ApplyOn === 'PublishedVersions', 'SnapStart.ApplyOn PublishedVersions');
  refuse(isFilled(input.CodeSigningConfigArn), 'CodeSigningConfigArn');
  refuse(isFilled(input.ImageConfig?.EntryPoint), 'ImageConfig.EntryPoint');
  refuse(isFilled(input.ImageConfig?.Command), 'ImageConfig.Command');
  refuse(isFilled(input.ImageConfig?.WorkingDirectory), 'ImageConfig.WorkingDirectory');
}

/** Where code comes from besides a zip in the request or in S3. */
export function refuseCodeSources(
  code: Partial<InputOf<'lambda', 'CreateFunction'>['Code']> | Partial<InputOf<'lambda', 'UpdateFunctionCode'>>,
  path = '',
): void {
  for (const member of ['ImageUri', 'SourceKMSKeyArn'] as const) {
    refuse(isFilled((code as Record<string, string | undefined>)[member]), `${path}${member}`);
  }
}

function refuse(condition: boolean, what: string): void {
  if (condition) throw notImplemented(what);
}

function isFilled(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}
