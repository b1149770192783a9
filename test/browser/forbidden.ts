/** What the pages forbid, tried: logs the name of each error, so that the spec knows that the policy is in force. */
async function nameOf(attempt: () => unknown): Promise<string> {
  try {
    return `gave ${String(await attempt())}`;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

// The types of a browser are not loaded here.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> };
};
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const tried = [
  // oxlint-disable-next-line typescript/no-implied-eval -- it must fail
  await nameOf(() => new Function('return 1')()),
  // oxlint-disable-next-line eslint/no-eval -- it must fail
  await nameOf(() => globalThis.eval('1')),
  await nameOf(() => WebAssembly.compile(EMPTY_MODULE)),
];
console.log(tried.join(' '));
