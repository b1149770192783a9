/**
 * The address of a server as a user writes it: 'host:port', IPv6 in brackets.
 *
 * Parses and refuses; resolves no names. Each refusal is a ConfigError that shows the text and what would do.
 */
import { ConfigError } from '@ottla/kernel';

export interface ServerAddress {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

const LONGEST_HOST = 255;
const BRACKETED = /^\[([0-9a-fA-F:.]+(?:%[\w.-]+)?)\]:(\d{1,5})$/;
const PLAIN = /^([^\s:/[\]@]+):(\d{1,5})$/;
const SCHEME = /^[a-z][a-z0-9+._-]*:\/\//i;

/** True for a host that a socket may be asked to open: not empty, no white space or control characters. */
export function isHost(host: string): boolean {
  return host.length > 0 && host.length <= LONGEST_HOST && /^[^\s\p{C}/@]+$/u.test(host);
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65536;
}

/** How an address is written, for messages and as a key. */
export function addressText(address: ServerAddress): string {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

function remedyFor(text: string): string {
  const scheme = SCHEME.exec(text);
  if (scheme !== null) return `leave out '${scheme[0]}': brokers speak Kafka's own protocol over TCP`;
  if (text.includes('@')) return 'leave out user and password: they do not belong in an address';
  if (text.includes(',')) return 'give several servers as several strings of the array';
  if (!text.startsWith('[') && text.split(':').length > 2)
    return "put an IPv6 address in brackets: '[::1]:9092'";
  if (!text.includes(':') || /^\[[^\]]*\]$/.test(text)) return `add the port: '${text}:9092'`;
  return "write 'host:port' with a port between 1 and 65535, such as 'localhost:9092' or '[::1]:9092'";
}

/**
 * Parses one bootstrap server. Throws ConfigError `BOOTSTRAP_SERVER_INVALID`.
 * @example
 * parseBootstrapServer('kafka-1:9092'); // { host: 'kafka-1', port: 9092 }
 */
export function parseBootstrapServer(text: string): ServerAddress {
  const match = BRACKETED.exec(text) ?? PLAIN.exec(text);
  const host = match?.[1] ?? '';
  const port = Number(match?.[2] ?? 0);
  if (isHost(host) && isPort(port)) return { host, port };
  // Whoever writes a password here must not find it in a log.
  const shown = text.replace(/(\/\/|^)[^@/]*@/, '$1***@');
  throw new ConfigError(
    `bootstrapServers: '${shown}' is not 'host:port'; ${remedyFor(text)}`,
    'BOOTSTRAP_SERVER_INVALID',
  );
}
