/** API Gateway's members as templates write them: with a capital. */
export type WireNames<Input> = { readonly [Name in keyof Input & string as Capitalize<Name>]: Input[Name] };

type Lowered<Properties> = { [Name in keyof Properties & string as Uncapitalize<Name>]: Properties[Name] };

/** `{ StatusCode }` as `{ statusCode }`; what the members hold stays as it is. */
export function wireNames<Properties extends object>(properties: Properties): Lowered<Properties> {
  const entries = Object.entries(properties).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]);
  return Object.fromEntries(entries) as Lowered<Properties>;
}
