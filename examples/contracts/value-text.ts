/** Any value as text that tells values apart: JSON has no bigint, and would not show which bytes there are. */
export function valueText(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'bigint') return `${member}n`;
    return member instanceof Uint8Array ? `[${member.join(' ')}]` : member;
  });
}
