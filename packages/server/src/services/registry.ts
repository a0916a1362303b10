import type { ServiceDefinition, ServiceName } from './service.ts';

/** Every service of Hearth, loaded when it is first called: one lazy chunk each. */
export const registry: { readonly [Name in ServiceName]: () => Promise<ServiceDefinition<Name>> } = {
  apigateway: async () => (await import('./apigateway/index.ts')).apigateway,
  cloudformation: async () => (await import('./cloudformation/index.ts')).cloudformation,
  ecr: async () => (await import('./ecr/index.ts')).ecr,
  iam: async () => (await import('./iam/index.ts')).iam,
  lambda: async () => (await import('./lambda/index.ts')).lambda,
  logs: async () => (await import('./logs/index.ts')).logs,
  s3: async () => (await import('./s3/index.ts')).s3,
  sts: async () => (await import('./sts/index.ts')).sts,
};
