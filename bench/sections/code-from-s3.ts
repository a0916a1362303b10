import { eachPresent, interleaved, withRunning } from '../cast.ts';
import { rowsOf } from '../measurement.ts';
import type { Section } from '../section.ts';

const CODE_BUCKET = 'code';

export const codeFromS3: Section = {
  name: 'code-from-s3',
  title: 'From S3 put to running code',
  about: 'Put a zip, UpdateFunctionCode from there, and invoke: until the new code has answered, by SDK v3.',
  run: ({ progress, settings }) =>
    withRunning(progress, ['Hearth', 'ministack'], async (running) => {
      const members = await eachPresent(running, async ({ offers }) => {
        await offers.aws!.createBucket(CODE_BUCKET);
        await offers.aws!.createFunction('changing', 'exports.handler = async () => -1;');
        await offers.aws!.invoke('changing', {});
        return offers.aws!;
      });
      const rounds = { progress, title: 'code from S3', rounds: settings.codeUpdates };
      const measured = await interleaved(rounds, members, async (aws, round) => {
        const startedAt = performance.now();
        await aws.updateCodeFromS3('changing', CODE_BUCKET, 'code.zip', `exports.handler = async () => ${round};`);
        const answer = await aws.invoke('changing', {});
        if (answer !== round) throw new Error(`the code of before answered: ${JSON.stringify(answer)}`);
        return { elapsed: performance.now() - startedAt };
      });
      return rowsOf(
        [{ key: 'elapsed', id: 'code-from-s3', what: 'S3 put, code update, first invocation', unit: 'ms' }],
        measured,
      );
    }),
};
