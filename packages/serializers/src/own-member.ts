/** How members are given to plain objects that are made of what was read: under any name, and always their own. */

/** A member like any other, also under the name `__proto__`, which would change what the object inherits. */
export function setMember<Value>(object: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}
