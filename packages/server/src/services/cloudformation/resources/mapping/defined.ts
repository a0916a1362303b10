/** The members that have a value, under the names that the service's operation has for them. */
export function renamed<Names extends Readonly<Record<string, string>>>(
  properties: object,
  names: Names,
): Readonly<Record<Names[keyof Names], never>> {
  const given = properties as Readonly<Record<string, unknown>>;
  const entries = Object.entries(names).filter(([name]) => given[name] !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [member, given[name]])) as Record<
    Names[keyof Names],
    never
  >;
}
