/** Opens the directories named on the command line as a user who is not root; prints one line of JSON with each refusal. */
import { PlatformError } from '../../kernel/errors.ts';
import { openDataDirectory } from '../data-directory.ts';

const NOBODY = 65_534;

// After the imports, which a checkout that is readable by root alone would refuse.
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
console.log(JSON.stringify(process.argv.slice(2).map(refusal)));

function refusal(path: string): { readonly message: string; readonly remedy: string } | string {
  try {
    openDataDirectory(path).close();
    return 'opened';
  } catch (error) {
    return error instanceof PlatformError ? { message: error.message, remedy: error.remedy } : String(error);
  }
}
