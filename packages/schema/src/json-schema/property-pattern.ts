/** Whether a key of `patternProperties` covers a property: the pattern may match anywhere in the name. */
const compiled = new Map<string, RegExp | null>();

export function propertyMatches(pattern: string, name: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    try {
      expression = new RegExp(pattern, 'u');
    } catch {
      expression = null;
    }
    compiled.set(pattern, expression);
  }
  return expression?.test(name) ?? false;
}
