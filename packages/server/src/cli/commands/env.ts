import { Command } from 'commander';
import { targetFrom } from '../client.ts';

/** The variables that point AWS SDKs and tools at the platform. */
export function envCommand(): Command {
  return new Command('env')
    .description('print the variables that point AWS SDKs and tools here')
    .option('--json', 'one JSON object instead of shell lines')
    .addHelpText('after', '\nExamples:\n  $ eval "$(hearth env)"\n  $ hearth env --json')
    .action((options: { json?: boolean }) => {
      const variables = environmentFor(targetFrom(process.env));
      if (options.json) {
        console.log(JSON.stringify(variables));
        return;
      }
      for (const [name, value] of Object.entries(variables))
        console.log(`export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`);
    });
}

export function environmentFor(target: ReturnType<typeof targetFrom>): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: target.endpoint,
    AWS_REGION: target.region,
    AWS_DEFAULT_REGION: target.region,
    AWS_ACCESS_KEY_ID: target.accessKeyId,
    AWS_SECRET_ACCESS_KEY: target.secretAccessKey,
    ...(target.sessionToken ? { AWS_SESSION_TOKEN: target.sessionToken } : {}),
    // osls 3 asks SDK v2 otherwise, which knows no AWS_ENDPOINT_URL.
    SLS_AWS_SDK_V3: '1',
  };
}
