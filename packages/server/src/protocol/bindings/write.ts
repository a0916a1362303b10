import {
  type Member,
  membersOf,
  type ServiceModel,
  shapeOf,
  type SimpleShape,
  type TimestampFormat,
} from '../model.ts';
import { lazily } from '../compile.ts';
import { formatText } from '../scalars.ts';

/** What of an output does not travel in the body. */
export interface Bound {
  readonly status?: number;
  readonly headers: Record<string, string>;
}

export type BindingWriter = (output: Readonly<Record<string, unknown>>) => Bound;

export function compileBindingWriter(model: ServiceModel, output: string | undefined): BindingWriter {
  const members = membersOf(model, output)
    .filter(([, { in: place }]) => place !== undefined && place !== 'payload')
    .map(([name, member]) => ({
      name,
      member,
      header: member.as?.toLowerCase() ?? '',
      text: lazily(() => headerWriter(model, member)),
    }));
  return (value) => {
    const headers: Record<string, string> = {};
    let status: number | undefined;
    for (const { name, member, header, text } of members) {
      const given = value[name];
      if (given === undefined || given === null) continue;
      if (member.in === 'status') status = given as number;
      else if (member.in === 'headers') Object.assign(headers, withPrefix(header, given as Record<string, string>));
      else headers[header] = text()(given);
    }
    return status === undefined ? { headers } : { status, headers };
  };
}

function withPrefix(prefix: string, entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [prefix + name.toLowerCase(), value]));
}

function headerWriter(model: ServiceModel, member: Member): (value: unknown) => string {
  const shape = shapeOf(model, member.shape);
  const timestamp: TimestampFormat = member.timestamp ?? 'http-date';
  if (shape.type === 'list') {
    const item = shapeOf(model, typeof shape.of === 'string' ? shape.of : shape.of.shape) as SimpleShape;
    return (value) =>
      (value as unknown[]).map((entry) => quotedIfNeeded(item, formatText(item, entry, timestamp))).join(', ');
  }
  if (member.mediaType !== undefined)
    return (value) => Buffer.from(formatText(shape as SimpleShape, value, timestamp)).toString('base64');
  return (value) => formatText(shape as SimpleShape, value, timestamp);
}

function quotedIfNeeded({ type }: SimpleShape, text: string): string {
  return type === 'string' && /[",]/.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : text;
}
