/** What a program that is bundled for a browser imports first: Ottla's bytes are Buffers, which browsers do not have. */
import { Buffer } from 'buffer';

globalThis.Buffer ??= Buffer;
