/** Which names avsc may read from and write to an object of ours. */

/** True for an Avro name that no object inherits. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !(name in Object.prototype);
}
