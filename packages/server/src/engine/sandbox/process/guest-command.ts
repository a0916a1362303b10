import type { SandboxCommand } from '../sandbox.ts';

export interface GuestCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The command as it is written inside: host paths replaced by guest paths, the longest first. */
export function toGuest(command: SandboxCommand): GuestCommand {
  const hosts = Object.keys(command.guestPaths).sort((a, b) => b.length - a.length);
  const rewrite = (text: string) =>
    hosts.reduce((result, host) => result.replaceAll(host, command.guestPaths[host] ?? host), text);
  return {
    file: rewrite(command.file),
    args: command.args.map(rewrite),
    env: Object.fromEntries(Object.entries(command.env).map(([name, value]) => [name, rewrite(value)])),
  };
}

/** Shell assignments for a POSIX shell to evaluate. */
export function toShellExports(env: Readonly<Record<string, string>>): string {
  const assign = ([name, value]: [string, string]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`;
  return Object.entries(env).map(assign).join('');
}
