/**
 * The port below the connection machine: a byte stream to one address.
 *
 * Contract: events come later, never inside `open`, `write` or `destroy`; `opened` once at most; `written`
 * once per `write`, in order, when the bytes have left this process; `closed` exactly once, last, also
 * after `destroy`; a second `destroy` does nothing. After `destroy` returns no byte of an unfinished write is read from its chunks.
 */

export interface TransportEvents {
  opened(): void;
  received(bytes: Uint8Array): void;
  written(): void;
  closed(error: Error | undefined): void;
}

export interface TransportSocket {
  /** One gathered write. The chunks must not change until `written` or `destroy`. */
  write(chunks: readonly Uint8Array[]): void;
  destroy(): void;
}

export interface Transport {
  open(host: string, port: number, events: TransportEvents): TransportSocket;
}
