/** What program.ts logs, in whatever runs it: texts only, so that it goes through JSON. */

export interface ContractReport {
  readonly fullName: string;
  readonly isCompiled: boolean;
  /** Hex, by the compiled codec and by the interpreted one. */
  readonly bytes: string;
  readonly interpretedBytes: string;
  /** What the two decode, as text. */
  readonly value: string;
  readonly interpretedValue: string;
  /** How often the functions of generated code came to their end. */
  readonly ran: { readonly writes: number; readonly reads: number };
}

export interface Report {
  /** The full names of all constants that generated code exports. */
  readonly constants: readonly string[];
  readonly contracts: readonly ContractReport[];
  /** What each of the other parts gave, or the code and message of its error. */
  readonly parts: Readonly<Record<string, string>>;
}
